/** The statements that lead from one schema of SQLite to another one. */
@NullMarked
package io.fastmigrate.schema.internal.sqlite;

import org.jspecify.annotations.NullMarked;
