/** The database of a test slice. */
@NullMarked
package io.fastmigrate.spring.internal.slice;

import org.jspecify.annotations.NullMarked;
