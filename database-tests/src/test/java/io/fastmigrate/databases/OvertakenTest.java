package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** After a script that leaves something in its session there is a new connection, and in between no lock. */
class OvertakenTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    OvertakenTest() {}

    /** Lets another process migrate as soon as the first script's statements are done and its version is not set. */
    private static final class Overtaken extends DriverManagerDataSource {
        private final FastMigrate other;
        private boolean done;

        Overtaken(String url, FastMigrate other) {
            super(url);
            this.other = other;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (!done && isMade()) {
                done = true;
                other.migrate();
            }
            return super.getConnection();
        }

        private boolean isMade() throws SQLException {
            try (Connection connection = DriverManager.getConnection(String.valueOf(getUrl()))) {
                return connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), null, "note", new String[] {"TABLE", "BASE TABLE"})
                        .next();
            }
        }
    }

    private static final String ON_MARIADB = "SET @a = 1;\nCREATE TABLE note (id INT);\nINSERT INTO note VALUES (1);\n";

    /** Through a DataSource there is a new connection too, where the script left something and has no transaction. */
    private static final String ON_POSTGRES = """
            -- fastmigrate: no-transaction
            SET app.tenant = 'a';
            CREATE TABLE note (id INT);
            INSERT INTO note VALUES (1);
            CREATE INDEX CONCURRENTLY i ON note (id);
            """;

    @ParameterizedTest
    @CsvSource({"MariaDB, 1", "MariaDB, 2", "PostgreSQL, 1", "PostgreSQL, 2"})
    void leavesToTheOtherProcessWhatThatHasDone(String database, int reached) throws Exception {
        boolean maria = database.equals("MariaDB");
        String url = maria ? Servers.maria() : Servers.postgres();
        String first = maria ? ON_MARIADB : ON_POSTGRES;
        Migrations mine = new Migrations(directory.resolve("mine"))
                .with("0001-note.sql", first)
                .with("0002-more.sql", "INSERT INTO note VALUES (2);\n");
        Migrations others = new Migrations(directory.resolve("others")).with("0001-note.sql", first);
        FastMigrate other = FastMigrate.database(url)
                .migrations((reached == 1 ? others : mine).directory())
                .build();
        other.create();
        Overtaken overtaken = new Overtaken(url, other);

        Report report = FastMigrate.dataSource(overtaken)
                .migrations(mine.directory())
                .build()
                .migrate();

        assertThat(overtaken.done).isTrue();
        assertThat(report.after().number()).isEqualTo(2);
        assertThat(report.applied()).hasSize(2 - reached);
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(DatabaseFacts.rows(connection, "SELECT id FROM note ORDER BY id"))
                    .containsExactly("[1]", "[2]");
            assertThat(DatabaseFacts.rows(connection, "SELECT version FROM _fastmigrate_history ORDER BY version"))
                    .containsExactly("[1]", "[2]");
        }
    }
}
