/** The schema of a database that JDBC reaches: read, written as a script, and proved on an empty database. */
@NullMarked
package io.fastmigrate.internal.jdbc.schema;

import org.jspecify.annotations.NullMarked;
