package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementKind;

/**
 * A statement of a script that has foreign keys enforced, which so may delete or change rows of other tables than its own.
 *
 * @param kind {@code DELETE}, {@code UPDATE}, or {@code INSERT} for one that replaces rows
 * @param table its own, without quotes and schema
 */
public record CascadingStatement(StatementKind kind, String table, Script.Position position) {

    /** Returns the statement's first words. */
    public String words() {
        return switch (kind) {
            case DELETE -> "DELETE FROM " + table;
            case INSERT -> "REPLACE INTO " + table;
            default -> kind + " " + table;
        };
    }
}
