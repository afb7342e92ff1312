/** The tables _meta, _fastmigrate_history and _fastmigrate_progress. */
@NullMarked
package io.fastmigrate.internal.jdbc.control;

import org.jspecify.annotations.NullMarked;
