package io.fastmigrate.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What {@code DISCARD ALL} would take away, but for the locks and for what the connection's owner had set before. */
final class PostgresMemory implements ConnectionMemory {

    private static final List<String> FORGET = List.of(
            "CLOSE ALL",
            "SET SESSION AUTHORIZATION DEFAULT",
            "RESET ALL",
            "UNLISTEN *",
            "DISCARD TEMP",
            "DISCARD SEQUENCES");

    private final List<List<String>> settings;

    private PostgresMemory(List<List<String>> settings) {
        this.settings = settings;
    }

    static PostgresMemory of(Connection connection) throws SQLException {
        return new PostgresMemory(Rows.all(
                connection,
                2,
                "SELECT name, setting FROM pg_settings WHERE source = 'session' AND context IN ('user', 'superuser')"));
    }

    @Override
    public void restore(Connection connection) throws SQLException {
        for (String sql : FORGET) {
            Rows.run(connection, sql);
        }
        for (List<String> setting : settings) {
            Rows.text(connection, "SELECT set_config(?, ?, false)", setting.get(0), setting.get(1));
        }
    }
}
