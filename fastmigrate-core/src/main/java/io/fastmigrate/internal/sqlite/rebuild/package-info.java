/**
 * Rebuilds a SQLite table with its rows, where {@code ALTER TABLE} cannot change it.
 *
 * @see <a href="https://sqlite.org/lang_altertable.html#otheralter">Making other kinds of table schema changes</a>
 */
@NullMarked
package io.fastmigrate.internal.sqlite.rebuild;

import org.jspecify.annotations.NullMarked;
