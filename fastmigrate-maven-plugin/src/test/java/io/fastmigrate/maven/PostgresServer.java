package io.fastmigrate.maven;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that asks the user ada for a password. */
final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one. */
    static PostgresServer start(Path directory, String password) throws IOException, SQLException {
        Path data = directory.resolve("data");
        PostgresServer started = new PostgresServer(
                EmbeddedPostgres.builder().setDataDirectory(data).start());
        Files.writeString(data.resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all ada 127.0.0.1/32 scram-sha-256
                """);
        started.run("CREATE ROLE ada LOGIN PASSWORD '" + password + "'");
        started.run("SELECT pg_reload_conf()");
        return started;
    }

    /** Creates an empty database of ada. */
    String createDatabase(String name) throws SQLException {
        run("CREATE DATABASE " + name + " OWNER ada");
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
