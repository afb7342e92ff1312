package io.fastmigrate.lint.internal.frame;

import java.util.Set;

/**
 * What a statement does to tables that are there, as the shadow database shows it.
 *
 * @param rewritten the tables of which all rows are written again
 * @param scanned the tables of which all rows are read
 */
public record Effect(Set<String> rewritten, Set<String> scanned) {}
