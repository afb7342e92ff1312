/** What the page tells about a database. */
@NullMarked
package io.fastmigrate.report.internal.facts;

import org.jspecify.annotations.NullMarked;
