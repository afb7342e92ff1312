/** Statements in tokens, and the schema that they meet. */
@NullMarked
package io.fastmigrate.lint.internal.model;

import org.jspecify.annotations.NullMarked;
