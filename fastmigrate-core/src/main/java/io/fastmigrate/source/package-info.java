/** Where scripts come from, and the rule for their names. */
@NullMarked
package io.fastmigrate.source;

import org.jspecify.annotations.NullMarked;
