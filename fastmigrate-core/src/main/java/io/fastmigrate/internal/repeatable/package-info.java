/** The order of repeatable scripts. */
@NullMarked
package io.fastmigrate.internal.repeatable;

import org.jspecify.annotations.NullMarked;
