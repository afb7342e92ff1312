/** Files beside a database: the migration lock, backups, and who may read and write them. */
@NullMarked
package io.fastmigrate.internal.file;

import org.jspecify.annotations.NullMarked;
