/** The schema that scripts make, and how a database differs from it. */
@NullMarked
package io.fastmigrate.schema;

import org.jspecify.annotations.NullMarked;
