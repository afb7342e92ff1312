package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Adoption;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.EnrollFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases on PostgreSQL that the real Flyway made, taken over. */
class FlywayAdoptTest {

    /** What other tests left in the same server. */
    private final Set<String> others = new HashSet<>();

    @TempDir
    Path directory;

    private Workshop workshop(String url) throws SQLException {
        Workshop db = new Workshop(url, directory);
        others.addAll(temporaryDatabases(db));
        return db;
    }

    private static List<String> temporaryDatabases(Workshop db) throws SQLException {
        return db.query("SELECT datname FROM pg_database WHERE datname LIKE 'fastmigrate_proof%'");
    }

    private void hasNoTemporaryDatabase(Workshop db) throws SQLException {
        assertThat(others).containsAll(temporaryDatabases(db));
    }

    @Test
    void takesOverAnApplicationOfThreeHundredVersionsAndMigratesOn() throws Exception {
        FlywayApplication application = new FlywayApplication(directory.resolve("db"));
        application.writePostgres();
        application.writeScriptSettings();
        String url = Servers.postgres();
        application.migrate(url);
        Workshop db = workshop(url);
        List<String> books = db.query("SELECT flyway_schema_history::text FROM flyway_schema_history ORDER BY 1");
        assertThat(books).hasSize(FlywayApplication.VERSIONS + 3);
        // Version 38 came last of all, so that what came between stands one number earlier.
        FastMigrate fastMigrate = db.builder()
                .javaMigrations(List.of(new FlywayApplication.TrimNames(FlywayApplication.JAVA - 1)))
                .build();
        assertThat(catchThrowableOfType(DatabaseUnmanagedException.class, fastMigrate::migrate)
                        .advice())
                .contains("fastmigrate adopt --db '" + url.replaceFirst("\\?.*", "") + "' --from DIRECTORY");
        Adoption.Source source = Adoption.Source.of(List.of(application.common(), application.vendor()))
                .withPlaceholder("product", "Tracker");

        Adoption adoption = fastMigrate.adopt(source);

        assertThat(adoption.tool()).isEqualTo("Flyway");
        assertThat(adoption.version()).isEqualTo(new Version(300));
        assertThat(adoption.scripts()).hasSize(303);
        assertThat(adoption.scripts().get(FlywayApplication.VERSIONS - 1).origin())
                .startsWith("V38__");
        assertThat(adoption.scripts().get(FlywayApplication.JAVA - 2).origin()).contains("V148__Trim_names");
        assertThat(adoption.notes())
                .anyMatch(note -> note.contains("afterMigrate.sql is a callback of Flyway"))
                .anyMatch(note -> note.contains("account_index.sql.conf says executeInTransaction=false"))
                .noneMatch(note -> note.contains("was changed after Flyway ran it"));
        assertThat(db.directory().resolve("0001-account-table.sql")).content().contains("of Tracker'");
        assertThat(fastMigrate.status().applied()).hasSize(300);
        assertThat(fastMigrate.status().appliedRepeatable()).hasSize(3);
        assertThat(fastMigrate.plan().steps()).isEmpty();
        assertThat(db.query("SELECT flyway_schema_history::text FROM flyway_schema_history ORDER BY 1"))
                .isEqualTo(books);
        hasNoTemporaryDatabase(db);

        db.script(
                "0301-more.sql",
                "ALTER TABLE issue ADD COLUMN more TEXT; INSERT INTO issue (name, slug) VALUES ('x', 'y');");
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(301));
        assertThat(db.query("SELECT row_total()")).containsExactly("2");
        makesTheSameElsewhere(db, url);
    }

    /** Runs all of it on a new database, and lets pg_dump compare where it is here. */
    private void makesTheSameElsewhere(Workshop db, String url) throws Exception {
        String other = Servers.postgres();
        FastMigrate elsewhere = FastMigrate.database(other)
                .javaMigrations(List.of(new FlywayApplication.TrimNames(FlywayApplication.JAVA - 1)))
                .migrations(db.directory())
                .build();
        elsewhere.create();
        assertThat(elsewhere.migrate().after()).isEqualTo(new Version(301));
        assertThat(DatabaseFacts.definitionsOfPostgres(other)).isEqualTo(DatabaseFacts.definitionsOfPostgres(url));
    }

    private Path old(String... namesAndTexts) throws Exception {
        return new FlywayProject(directory).write(namesAndTexts);
    }

    private void isUntouched(Workshop db) throws Exception {
        assertThat(db.query("SELECT relname FROM pg_class WHERE relname = '_meta' OR relname LIKE '\\_fast%'"))
                .isEmpty();
        hasNoTemporaryDatabase(db);
        FlywayProject.hasNoScripts(db);
    }

    @Test
    void readsTheHistoryInASchemaWithTheSchemasThatFlywayMade() throws Exception {
        Path old = old(
                "V1__books.sql", "CREATE TABLE book (id INT PRIMARY KEY);",
                "V2__archive.sql", "CREATE TABLE archive.book (id INT REFERENCES app.book);");
        String url = Servers.postgres();
        Flyway.configure()
                .dataSource(url, null, null)
                .schemas("app", "archive")
                .table("our_history")
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(url);
        Adoption.Source source = Adoption.Source.of(old);

        assertThat(FlywayProject.refusal(db.builder().schema("app"), source))
                .hasMessageContaining("There is neither a table")
                .satisfies(refusal -> assertThat(refusal.advice()).contains("(--table our_history)"));
        Adoption adoption = db.builder().schema("app").build().adopt(source.withTable("our_history"));

        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly("0001-schemas.sql", "0002-books.sql", "0003-archive.sql");
        assertThat(db.query("SELECT version FROM app._meta")).containsExactly("3");
        hasNoTemporaryDatabase(db);
    }

    @Test
    void namesTheTableByItsSchemaWhereItIsElsewhere() throws Exception {
        Path old = old("V1__books.sql", "CREATE TABLE public.book (id INT PRIMARY KEY);");
        String url = Servers.postgres();
        Flyway.configure()
                .dataSource(url, null, null)
                .defaultSchema("tools")
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(url);
        Adoption adoption =
                db.builder().build().adopt(Adoption.Source.of(old).withTable("tools.flyway_schema_history"));
        assertThat(adoption.version().number()).isEqualTo(2);
        assertThat(db.query("SELECT version FROM public._meta")).containsExactly("2");
    }

    @Test
    void namesEachDifferenceAndChangesNothing() throws Exception {
        Path old = old("V1__books.sql", "CREATE TABLE book (id INT PRIMARY KEY, title TEXT);");
        String url = Servers.postgres();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(url);
        db.execute("ALTER TABLE book ALTER COLUMN title SET NOT NULL");
        db.execute("CREATE INDEX by_hand ON book (title)");

        EnrollFailedException e = FlywayProject.refusal(db.builder(), Adoption.Source.of(old));

        assertThat(e)
                .hasMessageContaining("column public.book.title: should be [2 text NOT NULL] but is [2 text]")
                .hasMessageContaining("index public.by_hand: the scripts do not make it");
        assertThat(e.advice()).contains("--squash", "Nothing was changed");
        isUntouched(db);
    }

    @Test
    void refusesWhatWouldReachBeyondTheEmptyDatabase() throws Exception {
        String url = Servers.postgres();
        Workshop db = workshop(url);
        String role = "adopt_" + url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        Path old = old(
                "V1__roles.sql",
                "CREATE TABLE t (i INT);\nDO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role
                        + "') THEN CREATE ROLE " + role + "; END IF; END $$;\nGRANT SELECT ON t TO " + role + ";");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        assertThat(db.builder()
                        .build()
                        .planAdoption(Adoption.Source.of(old))
                        .version()
                        .number())
                .isEqualTo(1);

        old("V2__limit.sql", "ALTER ROLE " + role + " CONNECTION LIMIT 7;");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        db.execute("ALTER ROLE " + role + " CONNECTION LIMIT 9");
        EnrollFailedException e = FlywayProject.refusal(db.builder(), Adoption.Source.of(old));
        assertThat(e)
                .hasMessageContaining("0002-limit.sql:1:1 changes what all databases of the server share: ALTER ROLE");
        assertThat(db.query("SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + role + "'"))
                .containsExactly("9");
        isUntouched(db);
    }

    @Test
    void refusesWhatIsNoSqlUntilItIsWrittenAsSql() throws Exception {
        FlywayApplication application = new FlywayApplication(directory.resolve("none"));
        Path old = old("V1__accounts.sql", "CREATE TABLE account (id INT, name TEXT);");
        String url = Servers.postgres();
        application.flyway(url).locations("filesystem:" + old).load().migrate();
        Workshop db = workshop(url);
        EnrollFailedException e = FlywayProject.refusal(db.builder(), Adoption.Source.of(old));
        assertThat(e).hasMessageContaining("V148__Trim_names (version 148) is a migration of type JDBC");
        assertThat(e.advice()).contains("V148__NAME.sql", "number 2", "--squash");
        isUntouched(db);

        old("V148__trim.sql", "ALTER TABLE account ADD COLUMN trimmed VARCHAR(10);");
        Adoption adoption = db.builder().build().adopt(Adoption.Source.of(old));
        assertThat(adoption.scripts())
                .extracting(Adoption.Adopted::fileName)
                .containsExactly("0001-accounts.sql", "0002-Trim-names.sql");
    }

    @Test
    void refusesAFailedRowAndForgetsWhatWasUndoneOrDeleted() throws Exception {
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT);", "V2__b.sql", "CREATE TABLE b (i INT);");
        String url = Servers.postgres();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(url);
        db.execute(
                "INSERT INTO flyway_schema_history VALUES (3, '2', 'b', 'UNDO_SQL', 'U2__b.sql', NULL, 'me', now(), 1,"
                        + " true)");
        db.execute("DROP TABLE b");
        Files.delete(old.resolve("V2__b.sql"));
        db.execute("INSERT INTO flyway_schema_history VALUES (4, '3', 'c', 'SQL', 'V3__c.sql', NULL, 'me', now(), 1,"
                + " false)");
        assertThat(FlywayProject.refusal(db.builder(), Adoption.Source.of(old)))
                .hasMessageContaining("Flyway marked V3__c.sql as failed");
        db.execute("UPDATE flyway_schema_history SET success = true WHERE installed_rank = 4");
        db.execute("INSERT INTO flyway_schema_history VALUES (5, '3', 'c', 'DELETE', 'V3__c.sql', NULL, 'me', now(), 0,"
                + " true)");
        Adoption adoption = db.builder().build().adopt(Adoption.Source.of(old));
        assertThat(adoption.scripts()).hasSize(1);
        assertThat(adoption.notes()).anyMatch(note -> note.startsWith("V3__c.sql (version 3) was marked as deleted"));
    }

    @Test
    void saysWhoMayMakeTheEmptyDatabase() throws Exception {
        Path old = old("V1__a.sql", "CREATE TABLE a (i INT);");
        String url = Servers.postgres();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + old)
                .load()
                .migrate();
        Workshop db = workshop(url);
        String user = "poor_" + url.replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.execute("CREATE USER " + user);
        db.execute("GRANT ALL ON SCHEMA public TO " + user);
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + user);
        FastMigrateBuilder poor =
                FastMigrate.database(url.replaceFirst("\\?.*", "?user=" + user)).migrations(db.directory());
        EnrollFailedException e = FlywayProject.refusal(poor, Adoption.Source.of(old));
        assertThat(e).hasMessageContaining("permission denied to create database");
        assertThat(e.advice()).contains("CREATEDB");
        isUntouched(db);
    }
}
