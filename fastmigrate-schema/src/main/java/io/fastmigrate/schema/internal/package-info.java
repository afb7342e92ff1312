/** Temporary databases, and the comparison of definitions. */
@NullMarked
package io.fastmigrate.schema.internal;

import org.jspecify.annotations.NullMarked;
