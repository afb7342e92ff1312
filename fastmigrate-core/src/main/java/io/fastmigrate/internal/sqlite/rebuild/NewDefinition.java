package io.fastmigrate.internal.sqlite.rebuild;

import java.util.Optional;

/**
 * What is to change in a table's definition.
 *
 * @param columns the new column definitions, perhaps with table constraints; empty to keep all as it is
 * @param oldConstraints what becomes of the present table constraints where {@code columns} has none
 */
public record NewDefinition(Optional<String> columns, OldConstraints oldConstraints) {

    /** Nothing: the table is rebuilt as it is. */
    public static final NewDefinition UNCHANGED = new NewDefinition(Optional.empty(), OldConstraints.KEEP);

    /** What becomes of constraints that stand behind the columns. */
    public enum OldConstraints {
        KEEP,
        DROP
    }
}
