/** Other programs that scripts and adapters need: what they write, and how all that they started is ended. */
@NullMarked
package io.fastmigrate.internal.process;

import org.jspecify.annotations.NullMarked;
