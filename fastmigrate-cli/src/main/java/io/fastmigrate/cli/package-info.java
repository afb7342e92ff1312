/** The fastmigrate commands. */
@NullMarked
package io.fastmigrate.cli;

import org.jspecify.annotations.NullMarked;
