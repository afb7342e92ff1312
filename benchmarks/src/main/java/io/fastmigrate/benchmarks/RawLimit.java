package io.fastmigrate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * The least that the driver allows: one connection, one listing, one read of the version, and each script in one call
 * of {@code sqlite3_exec} and one transaction. It checks nothing, and keeps no history.
 */
record RawLimit(Path database, Path scripts) implements Migrator {

    @Override
    public void migrate() throws SQLException, IOException {
        String[] names = scripts.toFile().list();
        if (names == null) {
            throw new IOException(scripts + " cannot be listed");
        }
        Arrays.sort(names);
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            int version = version(statement);
            for (String name : names) {
                int number = Integer.parseInt(name, 0, 4, 10);
                if (number > version) {
                    statement.executeUpdate("BEGIN IMMEDIATE");
                    statement.executeUpdate(Files.readString(scripts.resolve(name)));
                    statement.executeUpdate("UPDATE _meta SET version = " + number + " WHERE id = 1; COMMIT");
                }
            }
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT version FROM _meta WHERE id = 1")) {
            return row.getInt(1);
        }
    }

    @Override
    public void backUp() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("backup to '" + database + ".limit.backup'");
        }
    }
}
