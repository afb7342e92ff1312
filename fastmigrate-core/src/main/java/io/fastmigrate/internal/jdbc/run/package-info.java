/** Runs the statements of one script. */
@NullMarked
package io.fastmigrate.internal.jdbc.run;

import org.jspecify.annotations.NullMarked;
