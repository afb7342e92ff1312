/** The formats of a report. */
@NullMarked
package io.fastmigrate.lint.internal.format;

import org.jspecify.annotations.NullMarked;
