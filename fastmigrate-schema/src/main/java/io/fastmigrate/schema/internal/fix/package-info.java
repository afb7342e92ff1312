/** Scripts that lead from one schema to another one. */
@NullMarked
package io.fastmigrate.schema.internal.fix;

import org.jspecify.annotations.NullMarked;
