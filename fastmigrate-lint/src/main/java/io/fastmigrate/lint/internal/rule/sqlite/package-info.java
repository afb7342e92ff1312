/** The list of the rules for SQLite. */
@NullMarked
package io.fastmigrate.lint.internal.rule.sqlite;

import org.jspecify.annotations.NullMarked;
