/** One connection to a database, its dialect, and where it comes from. */
@NullMarked
package io.fastmigrate.internal.jdbc.connection;

import org.jspecify.annotations.NullMarked;
