/** The statements of a SQLite script. */
@NullMarked
package io.fastmigrate.internal.sql.statement;

import org.jspecify.annotations.NullMarked;
