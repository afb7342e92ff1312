/** The errors, one type for each thing that a caller would handle differently. */
@NullMarked
package io.fastmigrate.error;

import org.jspecify.annotations.NullMarked;
