/** Backups and schemas of databases on servers, made by the programs that came with them. */
@NullMarked
package io.fastmigrate.internal.jdbc.dump;

import org.jspecify.annotations.NullMarked;
