/** The schema of a database of H2, compared definition by definition. */
@NullMarked
package io.fastmigrate.internal.jdbc.h2.schema;

import org.jspecify.annotations.NullMarked;
