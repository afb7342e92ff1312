package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.script.CascadingStatement;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tables of a schema lose or change rows by their foreign keys when rows of another one are deleted or updated, by a
 * statement itself or by the triggers that it fires.
 */
public final class Cascades {

    private record Action(String child, String parent, String onDelete, String onUpdate) {}

    private final List<Action> actions = new ArrayList<>();
    private final TriggerBodies triggers = new TriggerBodies();
    private final Set<String> replacing = new TreeSet<>(SqliteNames.ORDER);

    private Cascades() {}

    /** Reads what the schema {@code main} has. */
    public static Cascades of(Connection connection) throws SQLException {
        return of(connection, "main");
    }

    static Cascades of(Connection connection, String schema) throws SQLException {
        Cascades cascades = new Cascades();
        try (Statement statement = connection.createStatement()) {
            cascades.readActions(statement, schema);
            if (!cascades.actions.isEmpty()) {
                cascades.readTriggers(statement, schema);
                cascades.readTriggers(statement, "temp");
                cascades.readReplacing(statement, schema);
            }
        }
        return cascades;
    }

    private void readActions(Statement statement, String schema) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT m.name, k.\"table\", k.on_delete, k.on_update FROM "
                + Sql.quoted(schema) + ".sqlite_schema m, pragma_foreign_key_list(m.name, '" + schema.replace("'", "''")
                + "') k WHERE m.type = 'table' AND instr(lower(m.sql), 'references') > 0")) {
            while (rows.next()) {
                actions.add(new Action(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
    }

    private void readTriggers(Statement statement, String schema) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT tbl_name, sql FROM " + Sql.quoted(schema) + ".sqlite_schema WHERE type = 'trigger'")) {
            while (rows.next()) {
                triggers.add(rows.getString(1), rows.getString(2));
            }
        }
    }

    /** Tables with a key that deletes what is in the way of a new row. */
    private void readReplacing(Statement statement, String schema) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT name, sql FROM " + Sql.quoted(schema) + ".sqlite_schema WHERE type = 'table'"
                        + " AND instr(lower(sql), 'conflict') > 0 AND instr(lower(sql), 'replace') > 0")) {
            while (rows.next()) {
                List<SqlToken> tokens = SqlToken.read(rows.getString(2));
                for (int i = 1; i < tokens.size(); i++) {
                    if (tokens.get(i).isWord("REPLACE") && tokens.get(i - 1).isWord("CONFLICT")) {
                        replacing.add(rows.getString(1));
                    }
                }
            }
        }
    }

    /** What one statement may do to rows of tables that it does not name. */
    static final class Reach {
        private final Set<String> deleted = new LinkedHashSet<>();
        private final Set<String> changed = new LinkedHashSet<>();
        private final Set<RowChange> followed = new LinkedHashSet<>();

        /** Returns the tables whose rows foreign keys delete. */
        Set<String> deleted() {
            return deleted;
        }

        /** Tells whether the statement, a trigger or a foreign key may add or take rows of one of these tables. */
        boolean includesAnyOf(Set<String> tables) {
            return followed.stream().anyMatch(change -> tables.contains(change.table()));
        }
    }

    /** Follows a statement to all that it may delete or change. */
    Reach reach(RowChange change) {
        Reach reach = new Reach();
        follow(change, true, reach);
        return reach;
    }

    /** @param direct whether no trigger stands between: of what those update, the columns are not known */
    private void follow(RowChange change, boolean direct, Reach reach) {
        if (!reach.followed.add(change)) {
            return;
        }
        boolean updates = change.kind() == StatementKind.UPDATE;
        boolean deletes =
                change.kind() == StatementKind.DELETE || change.replaces() || replacing.contains(change.table());
        for (Action action : actions) {
            if (SqliteNames.same(action.parent(), change.table())) {
                if (deletes) {
                    followDelete(action, direct, reach);
                }
                if (updates && direct && (action.onUpdate().equals("CASCADE") || sets(action.onUpdate()))) {
                    reach.changed.add(action.child());
                    follow(new RowChange(StatementKind.UPDATE, false, action.child()), true, reach);
                }
            }
        }
        triggers.firedBy(change.kind(), change.table()).forEach(fired -> follow(fired, false, reach));
    }

    private void followDelete(Action action, boolean direct, Reach reach) {
        if (action.onDelete().equals("CASCADE")) {
            reach.deleted.add(action.child());
            follow(new RowChange(StatementKind.DELETE, false, action.child()), direct, reach);
        } else if (sets(action.onDelete())) {
            reach.changed.add(action.child());
            follow(new RowChange(StatementKind.UPDATE, false, action.child()), direct, reach);
        }
    }

    private static boolean sets(String does) {
        return does.startsWith("SET ");
    }

    /** Returns what a script's statements do to other tables, as far as the schema of now tells. */
    public List<Warning> foreseen(String location, List<CascadingStatement> statements) {
        List<Warning> warnings = new ArrayList<>();
        for (CascadingStatement statement : statements) {
            Set<String> deleted = new LinkedHashSet<>();
            Set<String> changed = new LinkedHashSet<>();
            for (String table : statement.tables()) {
                Reach reach = reach(new RowChange(statement.kind(), statement.replaces(), table));
                deleted.addAll(reach.deleted);
                changed.addAll(reach.changed);
            }
            changed.removeAll(deleted);
            if (!deleted.isEmpty() || !changed.isEmpty()) {
                String what = deleted.isEmpty()
                        ? " also changes rows of " + String.join(", ", changed)
                        : " also deletes rows of " + String.join(", ", deleted)
                                + (changed.isEmpty() ? "" : " and changes rows of " + String.join(", ", changed));
                warnings.add(Bridge.values()
                        .warning(
                                Warning.Kind.CASCADE,
                                location + ":" + statement.position() + ": " + statement.words() + what
                                        + ", by ON DELETE or ON UPDATE of their foreign keys, because the script"
                                        + " sets foreign_keys = ON."));
            }
        }
        return warnings;
    }
}
