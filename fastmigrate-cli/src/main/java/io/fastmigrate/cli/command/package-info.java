/** The commands, and what several of them share. */
@NullMarked
package io.fastmigrate.cli.command;

import org.jspecify.annotations.NullMarked;
