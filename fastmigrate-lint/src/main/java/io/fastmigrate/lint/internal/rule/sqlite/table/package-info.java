/** Rules about whole tables of SQLite. */
@NullMarked
package io.fastmigrate.lint.internal.rule.sqlite.table;

import org.jspecify.annotations.NullMarked;
