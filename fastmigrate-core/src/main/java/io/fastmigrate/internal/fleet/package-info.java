/** Many databases that are migrated together. */
@NullMarked
package io.fastmigrate.internal.fleet;

import org.jspecify.annotations.NullMarked;
