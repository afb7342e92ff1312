package io.fastmigrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A database file and a directory of scripts for one test. */
public record Sandbox(Path database, Path migrations) {

    public static Sandbox in(Path directory) {
        return new Sandbox(directory.resolve("app.db"), directory.resolve("migrations"));
    }

    public Sandbox {
        try {
            Files.createDirectories(migrations);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Sandbox script(String fileName, String text) throws IOException {
        Files.writeString(migrations.resolve(fileName), text, StandardCharsets.UTF_8);
        return this;
    }

    public FastMigrateBuilder builder() {
        return FastMigrate.sqlite(database).migrations(migrations);
    }

    /** Makes the database where there is none. */
    public FastMigrate managed() {
        FastMigrate fastMigrate = builder().build();
        fastMigrate.create();
        return fastMigrate;
    }

    public Sandbox execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
        return this;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    /** Returns each row as its values with {@code |} between them. */
    public List<String> query(String sql) throws SQLException {
        return query(database, sql);
    }

    public static List<String> query(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            return query(connection, sql);
        }
    }

    public static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i : IntStream.rangeClosed(1, columns).toArray()) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", row));
            }
        }
        return found;
    }

    /** Returns schema, rows of every table, and nothing of the tables that fastmigrate keeps. */
    public static List<String> content(Path database) throws SQLException {
        List<String> content = new ArrayList<>(query(
                database,
                "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE '~_fastmigrate%' ESCAPE '~'"
                        + " AND name <> '_meta' ORDER BY type, name"));
        for (String table : query(
                database,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '~_fastmigrate%' ESCAPE '~'"
                        + " AND name <> '_meta' ORDER BY name")) {
            query(database, "SELECT * FROM \"" + table.replace("\"", "\"\"") + "\"").stream()
                    .sorted()
                    .forEach(row -> content.add(table + ": " + row));
        }
        return content;
    }

    /** Returns the names of all that is in a directory, in order. */
    public static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
