package io.fastmigrate.lint.internal.model;

/**
 * A view or a trigger.
 *
 * @param table of a trigger: the table or view it is on; of a view, its name
 * @param sql the statement that makes it
 */
public record SchemaText(String name, String table, String sql) {}
