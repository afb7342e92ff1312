/** Rules for every database. */
@NullMarked
package io.fastmigrate.lint.internal.rule.every;

import org.jspecify.annotations.NullMarked;
