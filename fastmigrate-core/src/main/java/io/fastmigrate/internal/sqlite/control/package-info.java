/** The tables _meta and _fastmigrate_history. */
@NullMarked
package io.fastmigrate.internal.sqlite.control;

import org.jspecify.annotations.NullMarked;
