package io.fastmigrate.lint.internal.fix;

/**
 * A script that a script becomes.
 *
 * @param role what its name says of it, such as {@code -validate}; empty for the first, which keeps its name
 */
record Part(String role, String text) {}
