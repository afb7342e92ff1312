/** The public API: {@link io.fastmigrate.FastMigrate} and its builder. */
@NullMarked
package io.fastmigrate;

import org.jspecify.annotations.NullMarked;
