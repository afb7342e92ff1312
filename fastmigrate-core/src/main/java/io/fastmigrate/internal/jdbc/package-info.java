/** The databases that JDBC reaches: PostgreSQL, MySQL and MariaDB, H2, DuckDB, and with care any other. */
@NullMarked
package io.fastmigrate.internal.jdbc;

import org.jspecify.annotations.NullMarked;
