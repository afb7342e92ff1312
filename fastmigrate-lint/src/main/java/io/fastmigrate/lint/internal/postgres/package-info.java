/** The shadow database of PostgreSQL, and what its statements say. */
@NullMarked
package io.fastmigrate.lint.internal.postgres;

import org.jspecify.annotations.NullMarked;
