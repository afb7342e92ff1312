package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that lie in a database without a version: those of other tools in unusual places, and one that lost its version. */
class OtherHistoriesTest {

    private static final String FLYWAY =
            " (installed_rank INT PRIMARY KEY, version VARCHAR(50), description VARCHAR(200), type VARCHAR(20), script"
                    + " VARCHAR(200), checksum INT, installed_by VARCHAR(100), installed_on TIMESTAMP NULL, execution_time"
                    + " INT, success INT)";

    private static final String LIQUIBASE =
            " (ID VARCHAR(255), AUTHOR VARCHAR(255), FILENAME VARCHAR(255), DATEEXECUTED TIMESTAMP NULL, ORDEREXECUTED"
                    + " INT, EXECTYPE VARCHAR(10), MD5SUM VARCHAR(35))";

    private static final String OLD_HISTORY =
            "CREATE TABLE _fastmigrate_history (version INTEGER PRIMARY KEY, file_name VARCHAR(255) NOT NULL, kind"
                    + " VARCHAR(20) NOT NULL, checksum VARCHAR(80) NOT NULL, applied_at VARCHAR(40) NOT NULL, duration_ms"
                    + " BIGINT NOT NULL, applied_by VARCHAR(255) NOT NULL, from_version INTEGER NOT NULL)";

    private static final String OLD_REPEATABLE =
            "CREATE TABLE _fastmigrate_repeatable (file_name VARCHAR(255) PRIMARY KEY, checksum VARCHAR(80) NOT NULL,"
                    + " applied_at VARCHAR(40) NOT NULL, duration_ms BIGINT NOT NULL, applied_by VARCHAR(255) NOT NULL,"
                    + " version INTEGER NOT NULL)";

    @TempDir
    Path directory;

    private List<String> servers() throws Exception {
        return List.of(
                Servers.postgres(),
                Servers.maria(),
                "jdbc:h2:" + directory.resolve("h2"),
                "jdbc:sqlite:" + directory.resolve("app.db"));
    }

    private Workshop workshop(String url, String... statements) throws Exception {
        Workshop db = new Workshop(url, Files.createTempDirectory(directory, "db"));
        Files.createDirectories(db.directory());
        for (String statement : statements) {
            db.execute(statement);
        }
        return db;
    }

    private static String migrating(Workshop db) {
        DatabaseUnmanagedException refusal = catchThrowableOfType(
                DatabaseUnmanagedException.class, () -> db.builder().build().migrate());
        return refusal.advice();
    }

    private String adopting(Workshop db) throws Exception {
        FastMigrate fastMigrate = db.builder()
                .migrations(Files.createTempDirectory(directory, "new"))
                .build();
        EnrollFailedException refusal = catchThrowableOfType(
                EnrollFailedException.class, () -> fastMigrate.adopt(Adoption.Source.of(directory)));
        return refusal.getMessage() + " " + refusal.advice();
    }

    @Test
    void areNamedWithTheirTableAndTheOption() throws Exception {
        for (String url : servers()) {
            Workshop old = workshop(url, "CREATE TABLE book (id INT)", "CREATE TABLE schema_version" + FLYWAY);
            assertThat(migrating(old))
                    .containsIgnoringCase("Flyway migrates it (table schema_version)")
                    .containsIgnoringCase(" --table schema_version --from DIRECTORY");
            assertThat(adopting(old))
                    .contains("There is a history of Flyway in ")
                    .containsIgnoringCase("specify it (--table schema_version)");
            old.execute("DROP TABLE schema_version");
            old.execute("CREATE TABLE change_log" + LIQUIBASE);
            assertThat(migrating(old))
                    .containsIgnoringCase("Liquibase migrates it (table change_log)")
                    .containsIgnoringCase(" --table change_log --from DIRECTORY");
        }
    }

    @Test
    void areNamedInAnotherSchemaToo() throws Exception {
        Workshop db = workshop(
                Servers.postgres(),
                "CREATE TABLE book (id INT)",
                "CREATE SCHEMA tools",
                "CREATE TABLE tools.flyway_schema_history" + FLYWAY);
        assertThat(migrating(db))
                .contains("Flyway migrates it, if the history is its own (table tools.flyway_schema_history)")
                .contains(" --table tools.flyway_schema_history ");
        assertThat(adopting(db)).contains("(--table tools.flyway_schema_history)");
    }

    @Test
    void ofAnotherDatabaseOnTheServerDoNotCount() throws Exception {
        workshop(Servers.maria(), "CREATE TABLE flyway_schema_history" + FLYWAY);
        Workshop db = workshop(Servers.maria(), "CREATE TABLE book (id INT)");
        assertThat(migrating(db)).contains("enroll").doesNotContain("Flyway");
    }

    @Test
    void thatLostTheirVersionAreKept() throws Exception {
        keepsThem(servers().subList(1, servers().size()));
    }

    @Test
    void thatLostTheirVersionAreKeptOnPostgres() throws Exception {
        DebianPostgres.require();
        keepsThem(List.of(DebianPostgres.url(DebianPostgres.newDatabase())));
    }

    private void keepsThem(List<String> urls) throws Exception {
        for (String url : urls) {
            Workshop db = workshop(
                    url,
                    "CREATE TABLE book (id INT)",
                    OLD_HISTORY,
                    "INSERT INTO _fastmigrate_history VALUES (7, '0007-old.sql', 'SQL', 'c', '2026-01-01T00:00:00Z',"
                            + " 1, 'ada', 6)",
                    "CREATE TABLE _fastmigrate_history_before (a INT)",
                    OLD_REPEATABLE,
                    "INSERT INTO _fastmigrate_repeatable VALUES ('repeatable/v.sql', 'c', '2026-01-01T00:00:00Z', 1,"
                            + " 'ada', 7)");
            FastMigrate fastMigrate = db.builder().build();

            fastMigrate.enroll();

            assertThat(fastMigrate.status().applied()).hasSize(1);
            assertThat(fastMigrate.version()).isEqualTo(new Version(1));
            assertThat(db.query("SELECT file_name FROM _fastmigrate_history_before_2"))
                    .containsExactly("0007-old.sql");
            assertThat(db.query("SELECT version FROM _fastmigrate_history")).containsExactly("1");
            assertThat(fastMigrate.status().appliedRepeatable()).isEmpty();
            assertThat(db.query("SELECT file_name FROM _fastmigrate_repeatable_before"))
                    .containsExactly("repeatable/v.sql");
        }
    }

    /** A server's schema without tables of an application gets version 0, whatever is left of ours. */
    @Test
    void countNoMoreWhereADatabaseIsCreated() throws Exception {
        for (String url : servers().subList(0, 3)) {
            Workshop db = workshop(
                    url,
                    OLD_HISTORY,
                    "INSERT INTO _fastmigrate_history VALUES (1, '0001-a.sql', 'SQL', 'c', '2026-01-01T00:00:00Z',"
                            + " 1, 'ada', 0)",
                    OLD_REPEATABLE,
                    "INSERT INTO _fastmigrate_repeatable VALUES ('repeatable/gone.sql', 'c', '2026-01-01T00:00:00Z', 1,"
                            + " 'ada', 1)");
            FastMigrate fastMigrate = db.builder().build();

            fastMigrate.create();

            assertThat(fastMigrate.status().applied()).isEmpty();
            assertThat(fastMigrate.status().appliedRepeatable()).isEmpty();
            assertThat(db.query("SELECT count(*) FROM _fastmigrate_repeatable_before"))
                    .containsExactly("1");
        }
    }
}
