/** One database each: how its version is read, and how a script and its version are committed. */
@NullMarked
package io.fastmigrate.internal.port;

import org.jspecify.annotations.NullMarked;
