/** Rules for PostgreSQL about types that scripts define. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres.type;

import org.jspecify.annotations.NullMarked;
