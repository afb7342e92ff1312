package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.Linter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often lint waits for an answer of PostgreSQL. */
class LintRoundTripsTest {

    private static final int SCRIPTS = 10;

    @TempDir
    Path directory;

    /** For the statement and the end of its script, and for what rules ask about a table that was there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE t%d (id bigint PRIMARY KEY)                         | 2",
                "INSERT INTO author (id, name) VALUES (%d, 'a')                   | 2",
                "UPDATE author SET name = 'b' WHERE id = %d                       | 2",
                "ALTER TABLE author ADD COLUMN note%d text                        | 3",
                "ALTER TABLE author ADD COLUMN at%d timestamptz DEFAULT now()     | 4"
            })
    void isFewForAScript(String statement, int waits) throws Exception {
        int some = waits(statement, SCRIPTS);
        int more = waits(statement, 2 * SCRIPTS);

        assertThat(more - some).isEqualTo(SCRIPTS * waits);
    }

    /** Dumps have millions of INSERTs. */
    @Test
    void isNotMoreForMoreRows() throws Exception {
        String row = "INSERT INTO author (id, name) VALUES (1, 'it''s a name');\n";

        assertThat(waits(row.repeat(4000), 1)).isEqualTo(waits(row.repeat(2000), 1));
    }

    private int waits(String statement, int scripts) throws Exception {
        Path migrations = Files.createTempDirectory(directory, "migrations");
        Files.writeString(
                migrations.resolve("0001-author.sql"), "CREATE TABLE author (id bigint PRIMARY KEY, name text);");
        for (int number = 2; number <= scripts + 1; number++) {
            Files.writeString(
                    migrations.resolve(String.format(Locale.ROOT, "%04d-more.sql", number)),
                    String.format(Locale.ROOT, statement, number));
        }
        try (RoundTrips proxy = new RoundTrips(Servers.postgresPort())) {
            String url = Servers.postgres().replace("localhost:" + Servers.postgresPort(), "127.0.0.1:" + proxy.port());
            Linter.of(FastMigrate.database(url).migrations(migrations).build()).lint();
            return proxy.count();
        }
    }
}
