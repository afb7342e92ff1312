/** Finds the dialect of a database. */
@NullMarked
package io.fastmigrate.internal.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
