package io.fastmigrate.lint.internal.frame;

/**
 * A change of a table with one row, and a question about that row.
 *
 * @param assignment what is set in the row first, as {@code column = value}; empty for nothing but what the server itself puts there
 * @param actions of the ALTER TABLE
 * @param before the expression that is read from the row before the change
 * @param after the same behind it
 */
public record RowTrial(String assignment, String actions, String before, String after) {}
