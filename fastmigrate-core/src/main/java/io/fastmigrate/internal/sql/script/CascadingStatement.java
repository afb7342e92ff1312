package io.fastmigrate.internal.sql.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.statement.StatementKind;
import java.util.List;

/**
 * A statement of a script that has foreign keys enforced, which so may delete or change rows of other tables than its own.
 *
 * @param kind {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param replaces whether it deletes rows that are in its way
 * @param tables its own, without quotes and schema, and behind it the names that the script took from it before
 */
public record CascadingStatement(StatementKind kind, boolean replaces, List<String> tables, Script.Position position) {

    public CascadingStatement {
        tables = List.copyOf(tables);
    }

    /** Returns the statement's first words. */
    public String words() {
        String table = tables.get(0);
        return switch (kind) {
            case DELETE -> "DELETE FROM " + table;
            case INSERT -> (replaces ? "REPLACE INTO " : "INSERT INTO ") + table;
            default -> kind + (replaces ? " OR REPLACE " : " ") + table;
        };
    }
}
