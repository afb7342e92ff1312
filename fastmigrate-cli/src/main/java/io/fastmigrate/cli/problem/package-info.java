/** Errors and the exit code of each. */
@NullMarked
package io.fastmigrate.cli.problem;

import org.jspecify.annotations.NullMarked;
