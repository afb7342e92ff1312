/** Rules about how a script for SQLite runs, and about rows. */
@NullMarked
package io.fastmigrate.lint.internal.rule.sqlite.script;

import org.jspecify.annotations.NullMarked;
