/** Where the boxes and lines of an entity-relationship picture are. Knows nothing of databases. */
@NullMarked
package io.fastmigrate.report.internal.layout;

import org.jspecify.annotations.NullMarked;
