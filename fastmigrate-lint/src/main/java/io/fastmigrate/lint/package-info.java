/** Reads migration scripts before they run, and says what will lose data, block, fail on real rows or break running code. */
@NullMarked
package io.fastmigrate.lint;

import org.jspecify.annotations.NullMarked;
