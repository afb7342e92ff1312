/** Explains a start that failed. */
@NullMarked
package io.fastmigrate.spring.internal.failure;

import org.jspecify.annotations.NullMarked;
