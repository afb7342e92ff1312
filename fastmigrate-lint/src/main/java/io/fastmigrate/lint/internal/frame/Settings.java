package io.fastmigrate.lint.internal.frame;

import org.jspecify.annotations.Nullable;

/**
 * What rules want to know from the user.
 *
 * @param sqliteReaders the oldest version of SQLite that opens the database, such as 3.40; null where the user did not say
 */
public record Settings(@Nullable String sqliteReaders) {}
