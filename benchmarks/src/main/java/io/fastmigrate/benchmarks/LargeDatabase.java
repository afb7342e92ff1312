package io.fastmigrate.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A SQLite database with many rows, for the rows of the benchmark whose cost grows with them. */
final class LargeDatabase {

    private LargeDatabase() {}

    /** Makes pages, some megabyte for each of the count. */
    static void fill(Path database, int count) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            statement.executeUpdate("CREATE TABLE page (id INTEGER PRIMARY KEY, body BLOB)");
            statement.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + count * 250L + ") INSERT INTO page (body) SELECT randomblob(4000) FROM n");
        }
    }

    /** Makes each page refer to a chapter. */
    static void refer(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE chapter (id INTEGER PRIMARY KEY, title TEXT);"
                    + "INSERT INTO chapter VALUES (1, 'one'), (2, 'two');"
                    + "CREATE TABLE line (id INTEGER PRIMARY KEY, page INTEGER REFERENCES page (id),"
                    + " chapter INTEGER NOT NULL DEFAULT 1 REFERENCES chapter (id));"
                    + "INSERT INTO line (page) SELECT id FROM page");
        }
    }

    /** Takes the database of the row about foreign keys, which is too large to copy, back to version 0. */
    static void takeBack(Path database, int scripts) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (int number = 1; number <= scripts; number++) {
                statement.executeUpdate(String.format(Locale.ROOT, "DROP TABLE IF EXISTS note_%04d", number));
            }
            statement.executeUpdate("DROP TABLE IF EXISTS _fastmigrate_history; UPDATE _meta SET version = 0");
        }
    }
}
