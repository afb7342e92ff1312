/** Connections to one SQLite database, their state, their errors, and how they wait. */
@NullMarked
package io.fastmigrate.internal.sqlite.connection;

import org.jspecify.annotations.NullMarked;
