/** SQLite: its shadow database and its definitions. */
@NullMarked
package io.fastmigrate.lint.internal.sqlite;

import org.jspecify.annotations.NullMarked;
