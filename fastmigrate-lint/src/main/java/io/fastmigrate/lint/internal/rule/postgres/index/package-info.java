/** Rules for PostgreSQL about indexes. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres.index;

import org.jspecify.annotations.NullMarked;
