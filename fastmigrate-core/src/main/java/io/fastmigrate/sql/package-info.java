/** Reads SQL text: statements, their positions, and what a transaction may hold. */
@NullMarked
package io.fastmigrate.sql;

import org.jspecify.annotations.NullMarked;
