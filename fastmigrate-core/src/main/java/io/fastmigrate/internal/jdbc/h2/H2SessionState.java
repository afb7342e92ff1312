package io.fastmigrate.internal.jdbc.h2;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A session of H2, which keeps a list of the statements that make it what it is. */
final class H2SessionState implements SessionState {

    /** Has no row as long as it is empty. */
    private static final String NON_KEYWORDS = "NON_KEYWORDS";

    private static final String SETTINGS = "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE"
            + " SETTING_NAME IN ('QUERY_TIMEOUT', 'TIME ZONE', 'TRUNCATE_LARGE_LENGTH', 'VARIABLE_BINARY',"
            + " 'OLD_INFORMATION_SCHEMA', 'NON_KEYWORDS') UNION ALL SELECT 'LOCK_TIMEOUT', CAST(LOCK_TIMEOUT() AS VARCHAR)"
            + " UNION ALL SELECT 'SCHEMA', SCHEMA()";

    private final Map<String, String> settings;
    private final Map<String, String> commands;
    private final int isolation;

    private H2SessionState(Map<String, String> settings, Map<String, String> commands, int isolation) {
        this.settings = settings;
        this.commands = commands;
        this.isolation = isolation;
    }

    static H2SessionState of(Connection connection) throws SQLException {
        return new H2SessionState(
                Rows.map(connection, SETTINGS), commands(connection), connection.getTransactionIsolation());
    }

    private static Map<String, String> commands(Connection connection) throws SQLException {
        return Rows.map(connection, "SELECT STATE_KEY, STATE_COMMAND FROM INFORMATION_SCHEMA.SESSION_STATE");
    }

    @Override
    public boolean restore(Connection connection) throws SQLException {
        Map<String, String> left = commands(connection);
        for (Map.Entry<String, String> command : left.entrySet()) {
            String was = commands.get(command.getKey());
            if (!command.getValue().equals(was)) {
                takeBack(connection, command.getKey(), command.getValue(), was == null ? "" : was);
            }
        }
        for (Map.Entry<String, String> command : commands.entrySet()) {
            if (!left.containsKey(command.getKey())) {
                Rows.run(connection, command.getValue());
            }
        }
        Map<String, String> now = Rows.map(connection, SETTINGS);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!setting.getValue().equals(now.get(setting.getKey()))) {
                Rows.run(connection, "SET " + setting.getKey() + " " + value(setting));
            }
        }
        if (now.containsKey(NON_KEYWORDS) && !settings.containsKey(NON_KEYWORDS)) {
            Rows.run(connection, "SET NON_KEYWORDS");
        }
        if (isolation != connection.getTransactionIsolation()) {
            connection.setTransactionIsolation(isolation);
        }
        return true;
    }

    private static String value(Map.Entry<String, String> setting) {
        String value = setting.getValue();
        return switch (setting.getKey()) {
            case "TIME ZONE" -> "'" + value + "'";
            case "SCHEMA" -> "\"" + value.replace("\"", "\"\"") + "\"";
            default -> value;
        };
    }

    /** A table's key is {@code TABLE name}, a variable's {@code @name}. */
    private static void takeBack(Connection connection, String key, String command, String was) throws SQLException {
        if (key.startsWith("@")) {
            Rows.run(connection, was.isEmpty() ? "SET " + key + " NULL" : was);
        } else if (key.startsWith("TABLE ")) {
            String name = command.replaceFirst("(?s)^CREATE LOCAL TEMPORARY TABLE (.*?)\\(.*", "$1");
            Rows.run(connection, "DROP TABLE IF EXISTS " + name);
            if (!was.isEmpty()) {
                Rows.run(connection, was);
            }
        }
    }
}
