package io.fastmigrate.internal.sqlite.rebuild;

import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table that can be rebuilt.
 *
 * @param name as the database has it, whatever case it was asked for in
 * @param dependents its indexes and triggers, in the order in which they were made
 */
record OldTable(String name, TableText text, TableShape shape, List<Dependent> dependents) {

    private static final Set<String> OURS = Set.of("_meta", "_fastmigrate_history", "_fastmigrate_repeatable");

    /** An index or a trigger, which goes away with its table. */
    record Dependent(String type, String name, String sql) {}

    /**
     * Reads a table of {@code main}.
     *
     * @throws RebuildFailedException if there is none of this name, or it cannot be rebuilt
     */
    static OldTable read(Connection connection, String asked) throws SQLException {
        String key = Names.key(asked);
        if (OURS.contains(key)) {
            throw refused(asked, "it belongs to fastmigrate", "Leave it to fastmigrate.");
        } else if (key.startsWith("sqlite_")) {
            throw refused(asked, "it belongs to SQLite", "Leave it to SQLite.");
        }
        String query = "SELECT m.type, m.name, m.sql, l.type FROM main.sqlite_schema m"
                + " LEFT JOIN pragma_table_list(?) l ON l.schema = 'main'"
                + " WHERE m.type IN ('table', 'view') AND m.name = ? COLLATE NOCASE";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, asked);
            statement.setString(2, asked);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw unknown(connection, asked);
                }
                String name = rows.getString(2);
                requireOrdinary(name, rows.getString(4));
                requireVisible(connection, name);
                return new OldTable(
                        name,
                        TableText.parse(rows.getString(3)),
                        TableShape.read(connection, "main", name),
                        dependents(connection, name));
            }
        }
    }

    private static void requireOrdinary(String name, String type) {
        switch (type) {
            case "table" -> {}
            case "view" -> throw refused(name, "it is a view", "Drop the view and create it again; it has no rows.");
            case "virtual" ->
                throw refused(name, "it is a virtual table", "Create another one and fill it, as its module says.");
            default ->
                throw refused(
                        name,
                        "it belongs to a virtual table",
                        "Leave it to the virtual table that it" + " belongs to.");
        }
    }

    private static void requireVisible(Connection connection, String name) throws SQLException {
        String query =
                "SELECT type FROM temp.sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    throw refused(
                            name,
                            "a temporary " + rows.getString(1) + " of that name hides it",
                            "Drop the temporary one first.");
                }
            }
        }
    }

    private static List<Dependent> dependents(Connection connection, String name) throws SQLException {
        List<Dependent> dependents = new ArrayList<>();
        String query = "SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('index', 'trigger')"
                + " AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    dependents.add(new Dependent(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return dependents;
    }

    /** Returns a name that nothing has yet. No suffix of it makes SQLite take the table for part of a virtual one. */
    String newName(Connection connection) throws SQLException {
        Set<String> taken = new TreeSet<>();
        String query = "SELECT name FROM main.sqlite_schema UNION ALL SELECT name FROM temp.sqlite_schema";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taken.add(Names.key(rows.getString(1)));
            }
        }
        String base = (Names.same(name, "sqlite") ? "_sqlite" : name) + "_new";
        String free = base;
        for (int i = 2; taken.contains(Names.key(free)); i++) {
            free = base + "_" + i;
        }
        return free;
    }

    private static RebuildFailedException refused(String name, String why, String advice) {
        return Bridge.errors().rebuildFailed("Table " + name + " cannot be rebuilt: " + why + ".", advice, null);
    }

    private static RebuildFailedException unknown(Connection connection, String asked) throws SQLException {
        List<String> tables = new ArrayList<>();
        String query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (!OURS.contains(Names.key(rows.getString(1)))) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return Bridge.errors()
                .rebuildFailed(
                        "There is no table " + asked + ".",
                        tables.isEmpty()
                                ? "The database has no tables."
                                : "The database has these tables: " + String.join(", ", tables) + ".",
                        null);
    }
}
