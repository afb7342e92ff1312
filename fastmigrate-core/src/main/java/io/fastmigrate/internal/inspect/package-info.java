/** What other modules of this project learn of a database, of its scripts, and of what these make. */
@NullMarked
package io.fastmigrate.internal.inspect;

import org.jspecify.annotations.NullMarked;
