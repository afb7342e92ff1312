/** A page about databases, in one HTML file. Start with {@link io.fastmigrate.report.HtmlReport}. */
@NullMarked
package io.fastmigrate.report;

import org.jspecify.annotations.NullMarked;
