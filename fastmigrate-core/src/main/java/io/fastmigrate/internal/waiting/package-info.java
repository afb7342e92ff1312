/** How long to wait for others, and who is told. */
@NullMarked
package io.fastmigrate.internal.waiting;

import org.jspecify.annotations.NullMarked;
