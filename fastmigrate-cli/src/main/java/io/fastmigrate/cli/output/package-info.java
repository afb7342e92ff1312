/** The terminal: tables, colors, durations, words. */
@NullMarked
package io.fastmigrate.cli.output;

import org.jspecify.annotations.NullMarked;
