package io.fastmigrate.internal.sqlite.rebuild;

import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.SqlToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what refers to a column that goes away. SQLite knows: when it renames a column it rewrites all that names it. So
 * each column is renamed, what was rewritten is noted, and the renaming is undone.
 */
final class DroppedColumns {

    private static final String SCHEMA = "SELECT type || ' ' || name, sql FROM main.sqlite_schema"
            + " WHERE sql IS NOT NULL AND NOT (type = 'table' AND name = ?) UNION ALL"
            + " SELECT 'temporary ' || type || ' ' || name, sql FROM temp.sqlite_schema WHERE sql IS NOT NULL";

    private final Connection connection;
    private final String table;

    DroppedColumns(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * Compares two shapes of the table.
     *
     * @throws RebuildFailedException if anything but the table itself refers to a column that only the first has
     */
    void requireUnused(TableShape before, TableShape after) throws SQLException {
        for (String column : before.columns().values()) {
            if (!after.has(column)) {
                requireUnused(column, before);
            }
        }
    }

    private void requireUnused(String column, TableShape shape) throws SQLException {
        Map<String, String> original = schema();
        Set<String> users = readersOf(column, original);
        try (Savepoint trial = new Savepoint(connection, "_fastmigrate_column")) {
            Savepoint.execute(trial.connection(), "PRAGMA legacy_alter_table = OFF");
            Savepoint.execute(
                    connection,
                    "ALTER TABLE main." + Names.quoted(table) + " RENAME COLUMN " + Names.quoted(column) + " TO "
                            + Names.quoted(unused(shape)));
            schema().forEach((object, sql) -> {
                if (!sql.equals(original.get(object))) {
                    users.add(object);
                }
            });
        } catch (SQLException e) {
            if (!SqliteMessage.isRefusal(e)) {
                throw e;
            }
            throw Bridge.errors()
                    .rebuildFailed(
                            "Column " + column + " cannot be dropped from table " + table + ": " + SqliteMessage.of(e)
                                    + ".",
                            "Drop or correct that object first, and create it again after the rebuild if it is needed.",
                            e);
        }
        if (!users.isEmpty()) {
            throw Bridge.errors()
                    .rebuildFailed(
                            "Column " + column + " cannot be dropped from table " + table + ", because it is used by: "
                                    + String.join(", ", users) + ".",
                            "Drop these first, and create them again after the rebuild, without the column, if they"
                                    + " are still needed.",
                            null);
        }
    }

    /** Virtual tables may read another table by the names among their arguments, of which SQLite itself knows nothing. */
    private Set<String> readersOf(String column, Map<String, String> schema) {
        Set<String> readers = new TreeSet<>();
        schema.forEach((object, sql) -> {
            List<SqlToken> tokens = SqlToken.read(sql);
            boolean virtual = tokens.get(0).isWord("CREATE") && tokens.get(1).isWord("VIRTUAL");
            if (virtual && names(tokens, table) && names(tokens, column)) {
                readers.add(object);
            }
        });
        return readers;
    }

    private static boolean names(List<SqlToken> tokens, String name) {
        return tokens.stream()
                .anyMatch(
                        token -> token.name().filter(it -> Names.same(it, name)).isPresent());
    }

    private static String unused(TableShape shape) {
        String name = "_dropped";
        while (shape.has(name)) {
            name += "_";
        }
        return name;
    }

    private Map<String, String> schema() throws SQLException {
        Map<String, String> objects = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SCHEMA)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    objects.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return objects;
    }
}
