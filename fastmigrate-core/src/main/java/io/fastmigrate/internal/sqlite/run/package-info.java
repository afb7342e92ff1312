/** Runs the statements of one script. */
@NullMarked
package io.fastmigrate.internal.sqlite.run;

import org.jspecify.annotations.NullMarked;
