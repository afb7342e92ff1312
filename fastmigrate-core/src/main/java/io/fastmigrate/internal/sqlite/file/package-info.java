/** Backups, restores and what else is done with whole files. */
@NullMarked
package io.fastmigrate.internal.sqlite.file;

import org.jspecify.annotations.NullMarked;
