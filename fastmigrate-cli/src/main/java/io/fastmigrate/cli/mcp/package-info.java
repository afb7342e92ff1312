/** The command that serves agents. */
@NullMarked
package io.fastmigrate.cli.mcp;

import org.jspecify.annotations.NullMarked;
