package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.Warning;
import io.fastmigrate.internal.sql.script.CascadingStatement;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which tables lose or change rows by their foreign keys when rows of another one are deleted or updated. */
public final class Cascades {

    private record Action(String child, String parent, String onDelete, String onUpdate) {}

    private static final String ACTIONS =
            "SELECT m.name, k.\"table\", k.on_delete, k.on_update FROM main.sqlite_schema m,"
                    + " pragma_foreign_key_list(m.name, 'main') k WHERE m.type = 'table'"
                    + " AND instr(lower(m.sql), 'references') > 0";

    private final List<Action> actions;

    private Cascades(List<Action> actions) {
        this.actions = actions;
    }

    public static Cascades of(Connection connection) throws SQLException {
        List<Action> actions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ACTIONS)) {
            while (rows.next()) {
                actions.add(new Action(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        return new Cascades(actions);
    }

    /** Returns the tables whose rows are deleted with those of a table. */
    Set<String> deletedWith(String table) {
        Set<String> deleted = new LinkedHashSet<>();
        Deque<String> parents = new ArrayDeque<>(List.of(table));
        while (!parents.isEmpty()) {
            String parent = parents.pop();
            for (Action action : actions) {
                if (SqliteNames.same(action.parent(), parent)
                        && action.onDelete().equals("CASCADE")
                        && deleted.add(action.child())) {
                    parents.push(action.child());
                }
            }
        }
        return deleted;
    }

    private Set<String> changedWith(CascadingStatement statement, Set<String> deleted) {
        Set<String> changed = new LinkedHashSet<>();
        boolean updates = statement.kind() == StatementKind.UPDATE;
        for (Action action : actions) {
            String does = updates ? action.onUpdate() : action.onDelete();
            boolean reached = SqliteNames.same(action.parent(), statement.table())
                    || (!updates && deleted.stream().anyMatch(table -> SqliteNames.same(table, action.parent())));
            if (reached && (does.startsWith("SET ") || (updates && does.equals("CASCADE")))) {
                changed.add(action.child());
            }
        }
        return changed;
    }

    /** Returns what a script's statements do to other tables, as far as the schema of now tells. */
    public List<Warning> foreseen(String location, List<CascadingStatement> statements) {
        List<Warning> warnings = new ArrayList<>();
        for (CascadingStatement statement : statements) {
            boolean updates = statement.kind() == StatementKind.UPDATE;
            Set<String> deleted = updates ? Set.of() : deletedWith(statement.table());
            Set<String> changed = changedWith(statement, deleted);
            if (!deleted.isEmpty() || !changed.isEmpty()) {
                String what = deleted.isEmpty()
                        ? " also changes rows of " + String.join(", ", changed)
                        : " also deletes rows of " + String.join(", ", deleted)
                                + (changed.isEmpty() ? "" : " and changes rows of " + String.join(", ", changed));
                warnings.add(new Warning(
                        Warning.Kind.CASCADE,
                        location + ":" + statement.position() + ": " + statement.words() + what
                                + ", as their foreign keys say, for the script asks for foreign_keys = ON."));
            }
        }
        return warnings;
    }
}
