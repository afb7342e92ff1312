/** Rules for PostgreSQL about constraints. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres.constraint;

import org.jspecify.annotations.NullMarked;
