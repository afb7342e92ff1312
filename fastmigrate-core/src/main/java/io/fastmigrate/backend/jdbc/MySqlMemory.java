package io.fastmigrate.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The session variables of MySQL or MariaDB, and the database that is in use. */
final class MySqlMemory implements ConnectionMemory {

    private final String database;
    private final Map<String, String> variables;

    private MySqlMemory(String database, Map<String, String> variables) {
        this.database = database;
        this.variables = variables;
    }

    static MySqlMemory of(Connection connection) throws SQLException {
        return new MySqlMemory(connection.getCatalog(), variables(connection));
    }

    private static Map<String, String> variables(Connection connection) throws SQLException {
        Map<String, String> variables = new TreeMap<>();
        for (List<String> row : Rows.all(connection, 2, "SHOW SESSION VARIABLES")) {
            variables.put(row.get(0), row.get(1));
        }
        return variables;
    }

    @Override
    public void restore(Connection connection) throws SQLException {
        Rows.run(connection, "UNLOCK TABLES");
        if (database != null && !database.isEmpty() && !database.equals(connection.getCatalog())) {
            connection.setCatalog(database);
        }
        Map<String, String> now = variables(connection);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String value = variable.getValue();
            if (value != null && !value.equals(now.get(variable.getKey()))) {
                set(connection, variable.getKey(), value);
            }
        }
    }

    /** Some variables only report, and refuse; those change by themselves. */
    private static void set(Connection connection, String name, String value) {
        boolean plain = value.matches("-?\\d+(\\.\\d+)?|ON|OFF");
        try {
            Rows.run(
                    connection,
                    "SET SESSION " + name + " = "
                            + (plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"));
        } catch (SQLException e) {
            return;
        }
    }
}
