/** DuckDB. */
@NullMarked
package io.fastmigrate.internal.jdbc.duckdb;

import org.jspecify.annotations.NullMarked;
