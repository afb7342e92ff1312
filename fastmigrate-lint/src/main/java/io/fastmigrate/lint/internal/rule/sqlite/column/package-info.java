/** Rules about single columns of SQLite's tables. */
@NullMarked
package io.fastmigrate.lint.internal.rule.sqlite.column;

import org.jspecify.annotations.NullMarked;
