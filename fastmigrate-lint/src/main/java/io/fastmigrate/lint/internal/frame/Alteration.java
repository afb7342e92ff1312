package io.fastmigrate.lint.internal.frame;

/**
 * How a server changes a table.
 *
 * @param copied whether it can do so only by writing every row into a new table
 * @param writable whether others can write the table in that time
 */
public record Alteration(boolean copied, boolean writable) {}
