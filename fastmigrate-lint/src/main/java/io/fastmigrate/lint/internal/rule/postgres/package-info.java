/** The list of the rules for PostgreSQL. */
@NullMarked
package io.fastmigrate.lint.internal.rule.postgres;

import org.jspecify.annotations.NullMarked;
