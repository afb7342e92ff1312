package io.fastmigrate.lint.internal.model;

import java.util.List;

/**
 * An index that a statement made.
 *
 * @param columns its columns, or expressions as they are written
 * @param predicate of a partial index; empty for none
 * @param sql the statement that makes it
 */
public record Index(String name, String table, boolean unique, List<String> columns, String predicate, String sql) {}
