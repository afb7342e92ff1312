package io.fastmigrate.reliability;

import io.fastmigrate.Adoption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database with one table, {@code big}, which Flyway made, and the script beside it. */
final class FlywayDatabase {

    private FlywayDatabase() {}

    static Adoption.Source source(Path database) {
        return Adoption.Source.of(database.resolveSibling("old"));
    }

    static void make(Path database) throws IOException, SQLException {
        Path old = Files.createDirectory(database.resolveSibling("old"));
        Files.writeString(old.resolve("V1__big.sql"), "CREATE TABLE big (x);");
        try (Connection connection = CrashScripts.open(database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE big (x)");
            statement.executeUpdate("CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY, version TEXT,"
                    + " description TEXT, type TEXT, script TEXT, checksum INT, installed_by TEXT,"
                    + " installed_on TEXT, execution_time INT, success BOOLEAN)");
            statement.executeUpdate(
                    "INSERT INTO flyway_schema_history VALUES (1, '1', 'big', 'SQL', 'V1__big.sql', NULL,"
                            + " 'me', '2026-01-01 00:00:00', 1, 1)");
        }
    }
}
