/** Writes the page. */
@NullMarked
package io.fastmigrate.report.internal.html;

import org.jspecify.annotations.NullMarked;
