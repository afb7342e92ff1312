/** Rules for PostgreSQL about locks, rows and what a script leaves. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres.script;

import org.jspecify.annotations.NullMarked;
