package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.ChangedScriptException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other checkouts of scripts whose quotes and bodies have several lines, and histories of earlier versions. */
class ChecksumTest {

    private static final String KEPT = "SELECT checksum FROM _fastmigrate_history ORDER BY version";

    @TempDir
    Path directory;

    private String url(String database) throws Exception {
        return switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            case "H2" -> "jdbc:h2:" + directory.resolve("h2");
            default -> "jdbc:duckdb:" + directory.resolve("duck.db");
        };
    }

    private static String script(String database) {
        return switch (database) {
            case "PostgreSQL" -> """
                    CREATE FUNCTION total(a integer[]) RETURNS integer LANGUAGE plpgsql AS $body$
                    DECLARE
                      s integer := 0; -- the sum
                    BEGIN
                      RETURN s + a[1];
                    END;
                    $body$;
                    """;
            case "MariaDB" -> """
                    DELIMITER //
                    CREATE FUNCTION total(a INT) RETURNS INT DETERMINISTIC
                    BEGIN
                      DECLARE s VARCHAR(9) DEFAULT 'x
                    y';
                      RETURN a + LENGTH(s);
                    END //
                    DELIMITER ;
                    """;
            default -> "CREATE TABLE mail (body VARCHAR(99) DEFAULT 'Dear all,\n\nbye');\n";
        };
    }

    private static String windows(String text) {
        return text.replace("\n", "\r\n");
    }

    private static void goesOn(Workshop workshop) throws Exception {
        FastMigrate fastMigrate = workshop.script("0002-more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY);")
                .builder()
                .build();
        assertThat(fastMigrate.status().warnings()).isEmpty();
        assertThat(fastMigrate.migrate().applied()).hasSize(1);
        assertThat(fastMigrate.verify().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, true",
        "PostgreSQL, false",
        "MariaDB, true",
        "MariaDB, false",
        "H2, true",
        "H2, false",
        "DuckDB, true"
    })
    void anotherCheckoutOfAScriptIsNotAChange(String database, boolean fromUnix) throws Exception {
        String text = script(database);
        Workshop workshop =
                new Workshop(url(database), directory).script("0001-a.sql", fromUnix ? text : windows(text));
        workshop.migrate();
        assertThat(workshop.query(KEPT)).singleElement().asString().matches("t1:[0-9a-f]{64}");
        workshop.script("0001-a.sql", fromUnix ? windows(text) : text);
        goesOn(workshop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void aHistoryWithoutRoomForTheVersionGoesOn(String database) throws Exception {
        Workshop workshop = new Workshop(url(database), directory).script("0001-a.sql", script(database));
        workshop.migrate();
        String digits = workshop.query(KEPT).get(0).substring("t1:".length());
        workshop.execute("UPDATE _fastmigrate_history SET checksum = '" + digits + "'");
        workshop.execute(
                database.equals("MariaDB")
                        ? "ALTER TABLE _fastmigrate_history MODIFY checksum VARCHAR(64) NOT NULL"
                        : "ALTER TABLE _fastmigrate_history ALTER COLUMN checksum SET DATA TYPE VARCHAR(64)");
        goesOn(workshop);
        workshop.builder().build().accept(new Version(1));
        assertThat(workshop.query(KEPT).get(0)).endsWith(digits);
        assertThat(workshop.builder().build().status().warnings()).isEmpty();

        workshop.script("0002-more.sql", "CREATE TABLE less (id INTEGER PRIMARY KEY);");
        assertThatExceptionOfType(ChangedScriptException.class)
                .isThrownBy(() -> workshop.builder().build().migrate());
    }

    @Test
    void aScriptThatWasLeftHalfDoneGoesOnFromAnotherCheckout() throws Exception {
        String done = "CREATE TABLE a (x INT PRIMARY KEY);\nINSERT INTO a VALUES (LENGTH('a\nb'));\n";
        Workshop workshop =
                new Workshop(Servers.maria(), directory).script("0001-a.sql", done + "CREATE TABEL b (y INT);\n");
        workshop.fails();
        workshop.script("0001-a.sql", windows(done + "CREATE TABLE b (y INT);\n"));
        workshop.migrate();
        assertThat(workshop.query("SELECT x FROM a")).containsExactly("3");
        assertThat(workshop.version()).isEqualTo(1);
    }
}
