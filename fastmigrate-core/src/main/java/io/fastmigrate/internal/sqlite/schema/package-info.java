/** The schema and the rows of a database as a script. */
@NullMarked
package io.fastmigrate.internal.sqlite.schema;

import org.jspecify.annotations.NullMarked;
