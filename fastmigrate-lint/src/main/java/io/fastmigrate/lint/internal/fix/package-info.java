/** Fixes what lint finds, where the safe way is mechanical. */
@NullMarked
package io.fastmigrate.lint.internal.fix;

import org.jspecify.annotations.NullMarked;
