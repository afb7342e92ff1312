/** SQLite: its connections and lock, how a script commits, backups and copies, and how a schema becomes a script. */
@NullMarked
package io.fastmigrate.internal.sqlite;

import org.jspecify.annotations.NullMarked;
