/** What a SQLite script as a whole may do. */
@NullMarked
package io.fastmigrate.internal.sql.script;

import org.jspecify.annotations.NullMarked;
