/** What every rule gets, and how one script is read. */
@NullMarked
package io.fastmigrate.lint.internal.frame;

import org.jspecify.annotations.NullMarked;
