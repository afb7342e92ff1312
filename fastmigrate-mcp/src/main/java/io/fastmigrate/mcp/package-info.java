/** A server of the Model Context Protocol for one database and its scripts. */
@NullMarked
package io.fastmigrate.mcp;

import org.jspecify.annotations.NullMarked;
