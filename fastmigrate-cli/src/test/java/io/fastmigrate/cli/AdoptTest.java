package io.fastmigrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that the real Flyway and the real Liquibase made, taken over by the command. */
class AdoptTest {

    @TempDir
    Path directory;

    private Path db;
    private Path old;

    @BeforeEach
    void start() throws IOException {
        db = directory.resolve("app.db");
        old = Files.createDirectory(directory.resolve("old"));
    }

    private void script(String name, String text) throws IOException {
        Path file = old.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private GoldenCase.Outcome run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of("fastmigrate", command, "--db", "app.db", "--migrations", "new"));
        words.addAll(List.of(more));
        return GoldenTest.inProcess(directory, words);
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    private List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** The command refuses, says so, and changes nothing: neither the database nor the folder. */
    private void refuses(List<String> options, String... expected) throws IOException {
        byte[] before = Files.readAllBytes(db);
        List<String> files = names(directory);
        GoldenCase.Outcome outcome = run("adopt", options.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isEqualTo(1);
        assertThat(outcome.err()).contains(expected);
        assertThat(Files.readAllBytes(db)).isEqualTo(before);
        assertThat(names(directory)).isEqualTo(files);
    }

    private static final List<String> FROM = List.of("--from", "old");

    @Nested
    class FromFlyway {

        @BeforeEach
        void scripts() throws IOException {
            script("V1__create_books.sql", "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n");
            script("V1_1__first_book.sql", "INSERT INTO book (title) VALUES ('Walden');\n");
            script("later/V2026.01.05__add_pages.sql", "ALTER TABLE book ADD COLUMN pages INTEGER;\n");
            script("R__titles.sql", "DROP VIEW IF EXISTS title;\nCREATE VIEW title AS SELECT title FROM book;\n");
            script("U1__create_books.sql", "DROP TABLE book;\n");
            script("afterMigrate.sql", "SELECT 1;\n");
        }

        private void migrate() {
            OldTools.flyway(db, old).load().migrate();
        }

        @Test
        void numbersTheScriptsThatRan() throws Exception {
            migrate();
            GoldenCase.Outcome outcome = run("adopt", "--from", "old");

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).isEqualTo("""
                    Note: afterMigrate.sql is a callback of Flyway, and is not carried over: what it does once belongs in a script, what it does after each run in a MigrationListener.
                    Wrote new/0001-create-books.sql  from V1__create_books.sql
                    Wrote new/0002-first-book.sql  from V1_1__first_book.sql
                    Wrote new/0003-add-pages.sql  from later/V2026.01.05__add_pages.sql
                    Wrote new/repeatable/titles.sql  from R__titles.sql
                    A new database made by them has the same schema.
                    Database version: 3
                    """);
            assertThat(directory.resolve("new/0002-first-book.sql"))
                    .hasSameTextualContentAs(old.resolve("V1_1__first_book.sql"));
            assertThat(names(old)).hasSize(6);
            assertThat(query("SELECT count(*) FROM flyway_schema_history")).isEqualTo("4");
            assertThat(query("SELECT group_concat(file_name) FROM _fastmigrate_history"))
                    .endsWith("0003-add-pages.sql");
            assertThat(run("migrate").out()).contains("Database version: 3; nothing to do.");

            Files.writeString(directory.resolve("new/0004-more.sql"), "INSERT INTO book (title) VALUES ('Emma');");
            Files.writeString(
                    directory.resolve("new/repeatable/titles.sql"),
                    "DROP VIEW IF EXISTS title;\nCREATE VIEW title AS SELECT upper(title) AS t FROM book;\n");
            assertThat(run("migrate").exitCode()).isZero();
            assertThat(query("SELECT count(*) || max(t) FROM title")).isEqualTo("2WALDEN");
            assertThat(query("SELECT version FROM _meta")).isEqualTo("4");
        }

        @Test
        void aDryRunProvesAllAndChangesNothing() throws Exception {
            migrate();
            byte[] before = Files.readAllBytes(db);
            GoldenCase.Outcome outcome = run("adopt", "--from", "old", "--dry-run");

            assertThat(outcome.out())
                    .contains("Would write new/0001-create-books.sql  from V1__create_books.sql")
                    .contains("Nothing was changed. The version would be 3.");
            assertThat(Files.readAllBytes(db)).isEqualTo(before);
            assertThat(names(directory)).containsExactly("app.db", "old");
        }

        @Test
        void refusesWhatFlywayHasNotFinished() throws Exception {
            migrate();
            script("V3000__pending.sql", "SELECT 1;");
            refuses(FROM, "Flyway has not run V3000__pending.sql", "Run flyway migrate first");
            Files.delete(old.resolve("V3000__pending.sql"));
            script("R__titles.sql", "DROP VIEW IF EXISTS title;\nCREATE VIEW title AS SELECT id FROM book;\n");
            refuses(FROM, "Flyway has not run R__titles.sql");
            sql("UPDATE flyway_schema_history SET success = 0 WHERE version = '1.1'");
            refuses(FROM, "Flyway marked V1_1__first_book.sql as failed.", "run flyway repair");
        }

        @Test
        void refusesScriptsThatDoNotMakeTheSchema() throws Exception {
            migrate();
            sql("ALTER TABLE book ADD COLUMN by_hand TEXT");
            refuses(FROM, "The schema that the script makes differs from the database's schema", "by_hand");
            GoldenCase.Outcome squashed = run("adopt", "--squash", "--with-data", "book");
            assertThat(squashed.out())
                    .contains("Wrote new/0001-initial.sql  from the schema as it is")
                    .contains("Database version: 1");
            assertThat(directory.resolve("new/0001-initial.sql"))
                    .content()
                    .contains("by_hand", "Walden")
                    .doesNotContain("flyway");
        }

        @Test
        void refusesWhatIsNoScript() throws Exception {
            migrate();
            sql("UPDATE flyway_schema_history SET type = 'JDBC', script = 'db.V1_1__First' WHERE version = '1.1'");
            Files.delete(old.resolve("V1_1__first_book.sql"));
            refuses(FROM, "db.V1_1__First (version 1.1) is a migration of type JDBC", "--squash");
        }

        @Test
        void refusesPlaceholdersAndScriptsThatAreGone() throws Exception {
            script("V2__owner.sql", "INSERT INTO book (title) VALUES ('${owner}');");
            OldTools.flyway(db, old)
                    .placeholders(java.util.Map.of("owner", "me"))
                    .load()
                    .migrate();
            refuses(
                    FROM,
                    "V2__owner.sql contains the placeholder ${owner}",
                    "--value owner=TEXT",
                    "--placeholder owner=TEXT");
            assertThat(run("adopt", "--from", "old", "--dry-run", "--placeholder", "Owner=me")
                            .err())
                    .isEmpty();
            Files.delete(old.resolve("V1_1__first_book.sql"));
            refuses(FROM, "The script V1_1__first_book.sql was applied, but is not in");
            refuses(List.of(), "is not in any directory, because none is specified");
        }

        @Test
        void saysThatAScriptWasEditedSinceItRan() throws Exception {
            migrate();
            script("V1_1__first_book.sql", "INSERT INTO book (title) VALUES ('Emma');\n");
            assertThat(run("adopt", "--from", "old", "--dry-run").out())
                    .containsPattern("Note: V1_1__first_book.sql was changed after Flyway ran it: its"
                            + " checksum is -?\\d+, and Flyway recorded -?\\d+.");
            OldTools.flyway(db, old).load().repair();
            assertThat(run("adopt", "--from", "old").out()).doesNotContain("was changed after Flyway ran it");
        }

        @Test
        void finishesWhatWasKilledBetweenTheScriptsAndTheDatabase() throws Exception {
            migrate();
            byte[] unmanaged = Files.readAllBytes(db);
            assertThat(run("adopt", "--from", "old").exitCode()).isZero();
            Files.write(db, unmanaged);
            List<String> left = names(directory.resolve("new"));

            Files.writeString(directory.resolve("new/0002-first-book.sql"), "-- mine\n", StandardOpenOption.APPEND);
            refuses(FROM, "The directory for the new scripts is not empty");
            Files.copy(
                    old.resolve("V1_1__first_book.sql"),
                    directory.resolve("new/0002-first-book.sql"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(directory.resolve("new/0004-more.sql"), "SELECT 1;");
            refuses(FROM, "The directory for the new scripts is not empty");
            Files.delete(directory.resolve("new/0004-more.sql"));
            // A checkout of the new scripts on Windows is nothing else.
            Path first = directory.resolve("new/0001-create-books.sql");
            Files.writeString(first, Files.readString(first).replace("\n", "\r\n"));

            GoldenCase.Outcome outcome = run("adopt", "--from", "old");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).contains("Note: The directory already has these scripts", "Database version: 3");
            assertThat(names(directory.resolve("new"))).isEqualTo(left);
            assertThat(names(directory)).containsExactly("app.db", "new", "old");
            assertThat(run("migrate").out()).contains("Database version: 3; nothing to do.");
        }

        @Test
        void findsAHistoryOfAnotherName() throws Exception {
            OldTools.flyway(db, old).table("our books").load().migrate();
            refuses(FROM, "There is neither a table flyway_schema_history", "--table");
            refuses(List.of("--from", "old", "--table", "nowhere"), "There is no table nowhere in");
            refuses(List.of("--from", "old", "--table", "x' OR '1'='1"), "There is no table x' OR '1'='1 in");
            refuses(
                    List.of("--from", "old", "--table", "book"),
                    "The table book is not a history table of Flyway or Liquibase");

            assertThat(run("adopt", "--from", "old", "--table", "our books").out())
                    .contains("Wrote new/repeatable/titles.sql  from R__titles.sql", "Database version: 3");
            assertThat(run("adopt", "--from", "old", "--table", "our books").exitCode())
                    .isEqualTo(1);
        }

        @Test
        void writesTheWholeSchemaAfterABaseline() throws Exception {
            sql("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL)");
            OldTools.flyway(db, old)
                    .baselineOnMigrate(true)
                    .baselineVersion("1")
                    .load()
                    .migrate();
            assertThat(run("adopt", "--from", "old").out())
                    .contains("Note: The whole schema is written as one script. Flyway began with a baseline")
                    .contains("Database version: 1");
        }

        @Test
        void overwritesNothing() throws Exception {
            migrate();
            Files.createDirectory(directory.resolve("new"));
            Files.writeString(directory.resolve("new/README"), "mine");
            refuses(FROM, "The directory for the new scripts is not empty");
            Files.delete(directory.resolve("new/README"));
            assertThat(run("adopt", "--from", "old").exitCode()).isZero();
            refuses(FROM, "version 3");
        }
    }

    @Nested
    class FromLiquibase {

        @BeforeEach
        void scripts() throws IOException {
            script("books.sql", """
                    --liquibase formatted sql

                    --changeset ann:1
                    CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                    --rollback DROP TABLE book;

                    --changeset "bo b":first-book
                    --comment the first
                    INSERT INTO book (title) VALUES ('Walden');

                    --changeset ann:3 dbms:postgresql
                    CREATE SEQUENCE s;
                    """);
            script(
                    "pages.sql",
                    "--liquibase formatted sql\n--changeset ann:2\nALTER TABLE book ADD COLUMN pages INTEGER;\n");
        }

        private void changelog(String body) throws IOException {
            script("changelog.xml", """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                        xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                            http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                    """ + body + "</databaseChangeLog>");
        }

        @Test
        void numbersChangeSetsThatAreSql() throws Exception {
            changelog("<include file=\"books.sql\"/><include file=\"pages.sql\"/>");
            OldTools.liquibase(db, old, "changelog.xml");
            GoldenCase.Outcome outcome = run("adopt", "--from", "old");

            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).isEqualTo("""
                    Wrote new/0001-books-1.sql  from books.sql::1::ann
                    Wrote new/0002-books-first-book.sql  from books.sql::first-book::bo b
                    Wrote new/0003-pages-2.sql  from pages.sql::2::ann
                    A new database made by them has the same schema.
                    Database version: 3
                    """);
            assertThat(directory.resolve("new/0001-books-1.sql"))
                    .hasContent("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n");
            assertThat(query("SELECT count(*) FROM DATABASECHANGELOG")).isEqualTo("3");
        }

        @Test
        void findsAHistoryOfAnotherName() throws Exception {
            changelog("<include file=\"books.sql\"/>");
            String before = System.setProperty("liquibase.databaseChangelogTableName", "our_log");
            System.setProperty("liquibase.databaseChangelogLockTableName", "our_logLOCK");
            try {
                OldTools.liquibase(db, old, "changelog.xml");
            } finally {
                System.clearProperty("liquibase.databaseChangelogTableName");
                System.clearProperty("liquibase.databaseChangelogLockTableName");
            }
            assertThat(before).isNull();
            sql("UPDATE our_logLOCK SET LOCKED = 1");
            refuses(List.of("--from", "old", "--table", "our_log"), "Liquibase holds its lock");
            sql("UPDATE our_logLOCK SET LOCKED = 0");

            assertThat(run("adopt", "--from", "old", "--table", "our_log").out())
                    .contains("Wrote new/0001-books-1.sql", "Database version: 2");
        }

        @Test
        void writesTheWholeSchemaWhereAChangeSetIsNot() throws Exception {
            changelog("<include file=\"books.sql\"/><changeSet id=\"x\" author=\"ann\"><createTable tableName=\"tag\">"
                    + "<column name=\"name\" type=\"text\"/></createTable></changeSet>");
            OldTools.liquibase(db, old, "changelog.xml");

            assertThat(run("adopt", "--from", "old").out())
                    .contains("Note: The whole schema is written as one script."
                            + " The change set changelog.xml::x::ann is not SQL, and")
                    .contains("Database version: 1");
            assertThat(directory.resolve("new/0001-initial.sql"))
                    .content()
                    .contains("book", "tag")
                    .doesNotContain("DATABASECHANGELOG");
        }

        @Test
        void refusesWhatLiquibaseHasNotFinished() throws Exception {
            changelog("<include file=\"books.sql\"/>");
            OldTools.liquibase(db, old, "changelog.xml");
            sql("UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1");
            refuses(FROM, "Liquibase holds its lock", "release-locks");
            sql("UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0");
            Files.writeString(
                    old.resolve("books.sql"),
                    Files.readString(old.resolve("books.sql")) + "\n--changeset ann:4\nSELECT 1;\n");
            refuses(FROM, "Liquibase has not run books.sql::4::ann", "Run liquibase update first");
            sql("UPDATE DATABASECHANGELOG SET EXECTYPE = 'FAILED' WHERE id = 'first-book'");
            refuses(FROM, "Liquibase marked the change set books.sql::first-book::bo b as failed.");
        }
    }

    @Test
    void refusesADatabaseThatNoToolMigrates() throws Exception {
        sql("CREATE TABLE book (id INTEGER PRIMARY KEY)");
        refuses(FROM, "There is neither a table flyway_schema_history nor a table DATABASECHANGELOG", "enroll");
        sql(
                "CREATE TABLE flyway_schema_history (installed_rank INT)",
                "CREATE TABLE DATABASECHANGELOG (id TEXT, orderexecuted INT)");
        refuses(FROM, "This database has the history tables of both Flyway and Liquibase.");
    }
}
