package io.fastmigrate.lint.internal.model;

import java.util.Optional;

/**
 * A column of a table.
 *
 * @param type as declared; may be empty
 * @param defaultValue the expression as written
 * @param generated the expression of a generated column
 */
public record Column(
        String name, String type, boolean notNull, Optional<String> defaultValue, Optional<String> generated) {}
