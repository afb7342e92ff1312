package io.fastmigrate.lint.internal.model;

import java.util.List;

/**
 * A foreign key.
 *
 * @param parentColumns empty where the parent's primary key is meant
 * @param onDelete in capitals; NO ACTION where nothing is written
 */
public record ForeignKey(
        List<String> columns, String parent, List<String> parentColumns, String onDelete, String onUpdate) {}
