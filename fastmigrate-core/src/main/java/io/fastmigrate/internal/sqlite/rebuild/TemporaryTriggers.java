package io.fastmigrate.internal.sqlite.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a connection or one database has beside the schema, and {@code DROP TABLE} takes away with the table: temporary
 * triggers, and the statistics of ANALYZE. No script for other databases could speak of them.
 */
final class TemporaryTriggers {

    private final Connection connection;
    private final String table;
    private final String aside;
    private final Map<String, String> triggers;
    private final List<String> statistics;

    private TemporaryTriggers(Connection connection, String table, String aside) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.aside = aside;
        this.triggers = triggers();
        this.statistics = statistics();
    }

    /** Moves the statistics to the name that the new table has at first. */
    static TemporaryTriggers putAside(Connection connection, String table, String newName) throws SQLException {
        TemporaryTriggers triggers = new TemporaryTriggers(connection, table, newName);
        triggers.moveStatistics(table, newName);
        return triggers;
    }

    void putBack() throws SQLException {
        moveStatistics(aside, table);
        Map<String, String> left = triggers();
        for (Map.Entry<String, String> trigger : triggers.entrySet()) {
            if (!left.containsKey(trigger.getKey())) {
                String sql = trigger.getValue();
                Savepoint.execute(connection, "CREATE TEMP" + sql.substring("CREATE".length()));
            }
        }
    }

    private void moveStatistics(String from, String to) throws SQLException {
        for (String statistic : statistics) {
            Savepoint.execute(
                    connection,
                    "UPDATE main." + statistic + " SET tbl = " + Names.literal(to) + " WHERE tbl = "
                            + Names.literal(from));
        }
    }

    private Map<String, String> triggers() throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        String query = "SELECT name, sql FROM temp.sqlite_schema WHERE type = 'trigger'"
                + " AND tbl_name = ? COLLATE NOCASE ORDER BY rowid";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return found;
    }

    private List<String> statistics() throws SQLException {
        List<String> found = new ArrayList<>();
        String query = "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
                + " AND name IN ('sqlite_stat1', 'sqlite_stat3', 'sqlite_stat4')";
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
