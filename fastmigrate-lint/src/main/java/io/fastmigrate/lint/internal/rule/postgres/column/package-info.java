/** Rules for PostgreSQL about columns and names. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres.column;

import org.jspecify.annotations.NullMarked;
