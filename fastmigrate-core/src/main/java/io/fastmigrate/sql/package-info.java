/** Reading SQL: statements with their positions, and what a script may do in a transaction. */
@NullMarked
package io.fastmigrate.sql;

import org.jspecify.annotations.NullMarked;
