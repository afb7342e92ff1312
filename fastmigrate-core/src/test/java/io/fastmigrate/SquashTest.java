package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One script in the place of many. */
class SquashTest {

    private static final Version FIRST = new Version(1);

    @TempDir
    Path directory;

    private Path migrations;

    @SuppressWarnings("NullAway") // set before each test
    SquashTest() {}

    @BeforeEach
    void makeDirectory() throws IOException {
        migrations = Files.createDirectory(directory.resolve("migrations"));
    }

    private FastMigrateBuilder builder(String db) {
        return FastMigrate.sqlite(directory.resolve(db)).migrations(migrations);
    }

    private FastMigrate on(String db) {
        return builder(db).build();
    }

    private void script(String name, String... statements) throws IOException {
        Files.writeString(migrations.resolve(name), String.join(";\n", statements) + ";\n");
    }

    private void plainScripts() throws IOException {
        script("0001-a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT)");
        script("0002-b.sql", "ALTER TABLE a ADD COLUMN more TEXT DEFAULT 'x'");
        script("0003-c.sql", "CREATE INDEX a_name ON a (name)");
    }

    private FastMigrate migrated(String db) {
        FastMigrate fastMigrate = on(db);
        fastMigrate.create();
        fastMigrate.migrate();
        return fastMigrate;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(migrations)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> migrations.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private List<String> rows(String db, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(db));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private void refuses(FastMigrate fastMigrate, int first, int last, String... words) throws IOException {
        List<String> before = names();
        assertThatThrownBy(() -> fastMigrate.squash(new Version(first), new Version(last)))
                .isInstanceOf(FastMigrateException.class)
                .hasMessageContainingAll(words);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void oneScriptTakesThePlaceOfManyAndTheOldOnesMoveAside() throws Exception {
        plainScripts();
        script("0004-d.sql", "CREATE TABLE d (x)");
        Path script = on("none.db").squash(FIRST, new Version(3));
        assertThat(script).isEqualTo(migrations.resolve("0003-squashed.sql"));
        assertThat(names())
                .containsExactly(
                        "0003-squashed.sql",
                        "0004-d.sql",
                        "squashed/0001-0003/0001-a.sql",
                        "squashed/0001-0003/0002-b.sql",
                        "squashed/0001-0003/0003-c.sql");
        assertThat(script).content().startsWith("-- 0003-squashed.sql\n-- fastmigrate: squashes 0001..0003\n");
        assertThat(migrations.toFile().list()).noneMatch(name -> name.startsWith("."));
        FastMigrate fresh = on("new.db");
        fresh.create();
        Report report = fresh.migrate();
        assertThat(report.after()).isEqualTo(new Version(4));
        assertThat(report.warnings()).isEmpty();
        assertThat(rows("new.db", "SELECT name FROM pragma_table_info('a')")).containsExactly("id", "name", "more");
        assertThat(builder("new.db").strictNaming().build().verify().missing()).isEmpty();
    }

    @Test
    void aDatabaseThatRanTheOldOnesGoesOnWithoutAWord() throws Exception {
        plainScripts();
        migrated("old.db");
        on("old.db").squash(FIRST, new Version(3));
        Status status = on("old.db").verify();
        assertThat(status.state()).isEqualTo(Status.State.UP_TO_DATE);
        assertThat(status.warnings()).isEmpty();
        assertThat(status.missing()).isEmpty();
        assertThat(status.applied()).hasSize(3);
        script("0004-d.sql", "CREATE TABLE d (x)");
        Report report = on("old.db").migrate();
        assertThat(report.after()).isEqualTo(new Version(4));
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void theNewScriptIsComparedInDatabasesThatRanIt() throws Exception {
        plainScripts();
        Path script = on("none.db").squash(FIRST, new Version(3));
        migrated("new.db");
        Files.writeString(script, Files.readString(script) + "CREATE TABLE forgotten (x);\n");
        assertThatThrownBy(() -> on("new.db").verify()).isInstanceOf(ChangedScriptException.class);
    }

    @Test
    void aDatabaseInTheMiddleIsToldWhereItsScriptsAre() throws Exception {
        plainScripts();
        migrated("other.db");
        for (int version = 1; version <= 2; version++) {
            String db = "middle" + version + ".db";
            FastMigrate middle = builder(db).target(version).build();
            middle.create();
            middle.migrate();
        }
        on("other.db").squash(FIRST, new Version(3));
        for (int version = 1; version <= 2; version++) {
            FastMigrate middle = on("middle" + version + ".db");
            String where = "is at version " + version + ", in the middle of them: " + middle.databaseName();
            assertThatThrownBy(middle::migrate)
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContaining(where);
            assertThatThrownBy(middle::plan).hasMessageContaining(where);
            assertThat(middle.status().warnings()).anySatisfy(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.SQUASHED);
                assertThat(warning.message()).contains(where, "squashed/0001-0003");
            });
            FastMigrate byOldOnes = FastMigrate.sqlite(directory.resolve("middle" + version + ".db"))
                    .migrations(migrations.resolve("squashed/0001-0003"))
                    .build();
            assertThat(byOldOnes.migrate().after()).isEqualTo(new Version(3));
            assertThat(middle.verify().warnings()).isEmpty();
        }
    }

    @Test
    void aScriptOfTheRangeThatIsStillThereIsNoGoodBesideTheNewOne() throws Exception {
        plainScripts();
        on("none.db").squash(FIRST, new Version(3));
        script("0002-of-another-branch.sql", "CREATE TABLE other (x)");
        on("new.db").create();
        assertThatThrownBy(() -> on("new.db").migrate())
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("but a script 0002 is still there");
        assertThat(on("new.db").version()).isEqualTo(Version.ZERO);
    }

    @Test
    void everythingThatSqliteKnowsIsMadeAgain() throws Exception {
        script(
                "0001-tables.sql",
                "PRAGMA user_version = 77",
                "CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE) STRICT",
                "CREATE TABLE tag (word TEXT, lang TEXT, PRIMARY KEY (word, lang)) WITHOUT ROWID",
                "CREATE TABLE \"odd \"\"name\" (a, b BLOB, c GENERATED ALWAYS AS (a || 'x') STORED, d AS (a + 1))",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author (id) ON DELETE CASCADE,"
                        + " title TEXT CHECK (length(title) > 0), price REAL DEFAULT 1.5)",
                "CREATE TABLE log (what TEXT)",
                "CREATE TRIGGER told AFTER INSERT ON book BEGIN INSERT INTO log VALUES (new.title); END");
        script(
                "0002-rows.sql",
                "INSERT INTO author (id, name) VALUES (1, 'Ada'), (2, 'it''s\nBob'), (9, 'gone')",
                "DELETE FROM author WHERE id = 9",
                "INSERT INTO book VALUES (7, 1, 'A', 9e999), (8, 2, 'B', 0.1)",
                "INSERT INTO tag VALUES ('w', 'de'), ('w', 'en')",
                "INSERT INTO \"odd \"\"name\" (a, b) VALUES (1, x'00ff'), (NULL, NULL), ('é🙂', '')");
        script(
                "0003-views.sql",
                "PRAGMA application_id = 1234",
                "CREATE VIEW titles AS SELECT title FROM book",
                "CREATE VIRTUAL TABLE search USING fts5(title, content='book', content_rowid='id')",
                "INSERT INTO search (search) VALUES ('rebuild')",
                "CREATE VIRTUAL TABLE notes USING fts5(body)",
                "INSERT INTO notes VALUES ('some words'), ('more words')",
                "CREATE VIRTUAL TABLE box USING rtree(id, x1, x2)",
                "INSERT INTO box VALUES (3, 1.5, 2.5)",
                "CREATE UNIQUE INDEX part ON book (title DESC) WHERE price > 1",
                "CREATE INDEX expr ON book (lower(title))",
                "CREATE TRIGGER into_view INSTEAD OF INSERT ON titles BEGIN INSERT INTO book (title) VALUES (new.title); END");
        migrated("old.db");
        refuses(on("old.db"), 1, 3, "also insert rows", "author", "book", "log", "box");
        on("old.db").squashWithData(FIRST, new Version(3));
        migrated("new.db");
        assertThat(on("new.db").verify().state()).isEqualTo(Status.State.UP_TO_DATE);
        for (String query : List.of(
                "SELECT group_concat(type || name || ifnull(replace(sql, ' IF NOT EXISTS', ''), ''), char(10)) FROM"
                        + " (SELECT * FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name)",
                "SELECT seq FROM sqlite_sequence WHERE name = 'author'",
                "SELECT id || name FROM author",
                "SELECT quote(id) || quote(author) || quote(title) || quote(price) FROM book",
                "SELECT quote(a) || quote(b) || quote(c) || quote(d) || rowid FROM \"odd \"\"name\"",
                "SELECT word || lang FROM tag",
                "SELECT rowid || what FROM log",
                "SELECT rowid FROM search WHERE search MATCH 'A'",
                "SELECT rowid FROM notes WHERE notes MATCH 'more'",
                "SELECT id || x1 || x2 FROM box",
                "PRAGMA user_version",
                "PRAGMA application_id")) {
            assertThat(rows("new.db", query))
                    .as(query)
                    .isEqualTo(rows("old.db", query))
                    .isNotEmpty();
        }
        assertThat(rows("new.db", "SELECT seq FROM sqlite_sequence WHERE name = 'author'"))
                .containsExactly("9");
    }

    @Test
    void aSquashedScriptCanBeSquashedWithThoseAfterIt() throws Exception {
        plainScripts();
        migrated("old.db");
        on("none.db").squash(FIRST, new Version(3));
        script("0004-d.sql", "CREATE TABLE d (x)");
        script("0005-e.sh", "exit 0");
        on("old.db").migrate();
        refuses(on("none.db"), 3, 5, "0003-squashed.sql has replaced 0001..0003");
        Path script = on("old.db").squash(FIRST, new Version(5));
        assertThat(script).hasFileName("0005-squashed.sql");
        assertThat(migrations.resolve("squashed/0001-0005/0003-squashed.sql")).exists();
        assertThat(on("old.db").verify().missing()).isEmpty();
        migrated("new.db");
        assertThat(rows("new.db", "SELECT name FROM sqlite_schema WHERE name IN ('a', 'd') ORDER BY 1"))
                .containsExactly("a", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aRunThatWasKilledWhileItMovedScriptsIsFinishedByTheSameCommand(int moved) throws Exception {
        plainScripts();
        script("0004-d.sql", "CREATE TABLE d (x)");
        migrated("old.db");
        on("old.db").squash(FIRST, new Version(3));
        Path aside = migrations.resolve("squashed/0001-0003");
        List<String> old = List.of("0001-a.sql", "0002-b.sql", "0003-c.sql");
        for (String name : old.subList(Math.min(moved, 3), 3)) {
            Files.move(aside.resolve(name), migrations.resolve(name));
        }
        if (moved < 3) {
            FastMigrate fresh = on("new.db");
            fresh.create();
            assertThatThrownBy(fresh::migrate).hasMessageContaining("Two scripts have the number 0003");
            assertThatThrownBy(() -> on("old.db").migrate()).hasMessageContaining("Two scripts have the number 0003");
            on("old.db").squash(FIRST, new Version(3));
        }
        assertThat(names())
                .containsExactly(
                        "0003-squashed.sql",
                        "0004-d.sql",
                        "squashed/0001-0003/0001-a.sql",
                        "squashed/0001-0003/0002-b.sql",
                        "squashed/0001-0003/0003-c.sql");
        assertThat(migrated("fresh.db").version()).isEqualTo(new Version(4));
    }

    @Test
    void refusesRangesThatAreNone() throws Exception {
        plainScripts();
        script("0005-e.sql", "CREATE TABLE e (x)");
        refuses(on("none.db"), 0, 3, "is not a range of scripts");
        refuses(on("none.db"), 3, 1, "0003..0001 is not a range of scripts");
        refuses(on("none.db"), 2, 2, "is not a range of scripts");
        refuses(on("none.db"), 2, 3, "The range must begin with the first script: 0001-a.sql is before 0002..0003");
        refuses(on("none.db"), 1, 5, "Scripts of the range 0001..0005 are missing: 0004.");
        refuses(on("none.db"), 1, 4, "are missing: 0004.");
        refuses(on("none.db"), 6, 9, "are missing: 0006, 0007, 0008, 0009.");
        Path other = Files.createDirectory(directory.resolve("other"));
        assertThatThrownBy(() -> FastMigrate.sqlite(directory.resolve("none.db"))
                        .migrations(migrations, other)
                        .build()
                        .squash(FIRST, new Version(3)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("Squashing moves scripts, but there are several locations");
    }

    @Test
    void refusesScriptsThatOneCannotReplace() throws Exception {
        plainScripts();
        Files.writeString(
                migrations.resolve("0004-d.sql"),
                "-- 0004-d.sql\n-- fastmigrate: no-transaction\nCREATE TABLE d (x);\n");
        refuses(on("none.db"), 1, 4, "0004-d.sql runs outside a transaction, as its author asks for");
        refuses(builder("none.db").value("a", "b").build(), 1, 3, "Scripts with values cannot be squashed");
        script("0004-d.sql", "CREATE TABLE d (x");
        refuses(on("none.db"), 1, 4, "The scripts do not run on an empty database", "0004-d.sql");
        Files.delete(migrations.resolve("0004-d.sql"));
        refuses(
                builder("none.db").javaMigrations(List.of(new InJava())).build(),
                1,
                4,
                "0004-in-java.java is a migration in Java");
        script("0004-d.sql", "PRAGMA auto_vacuum = 1", "VACUUM");
        refuses(on("none.db"), 1, 4, "does not make what the old ones make: PRAGMA auto_vacuum differs");
    }

    private static final class InJava implements JavaMigration {
        @Override
        public Version version() {
            return new Version(4);
        }

        @Override
        public String description() {
            return "in-java";
        }

        @Override
        public void migrate(Connection connection) {}
    }

    @Test
    void refusesWhatTheDatabaseHasNotAppliedOrAppliedOtherwise() throws Exception {
        plainScripts();
        FastMigrate behind = builder("behind.db").target(2).build();
        behind.create();
        behind.migrate();
        refuses(on("behind.db"), 1, 3, "has not applied all of 0001..0003: it is at version 2");
        migrated("changed.db");
        script("0002-b.sql", "ALTER TABLE a ADD COLUMN more TEXT");
        refuses(on("changed.db"), 1, 3, "are not those that the database has applied", "0002-b.sql");
    }

    @Test
    void refusesADirectoryForTheOldOnesThatIsNotEmptyAndNeverTakesAName() throws Exception {
        plainScripts();
        Path aside = Files.createDirectories(migrations.resolve("squashed/0001-0003"));
        Files.writeString(aside.resolve("0001-a.sql"), "mine");
        refuses(on("none.db"), 1, 3, "The directory that the scripts would be moved to is not empty: " + aside);
        Files.delete(aside.resolve("0001-a.sql"));
        Files.move(migrations.resolve("0003-c.sql"), migrations.resolve("0003-squashed.sql"));
        assertThat(on("none.db").squash(FIRST, new Version(3))).hasFileName("0003-squashed-2.sql");
        assertThat(aside.resolve("0003-squashed.sql")).content().contains("a_name");
    }

    @Test
    void theNumberInTheCommentMustBeTheScripts() throws Exception {
        script("0002-a.sql", "-- fastmigrate: squashes 0001..0003\nCREATE TABLE a (x)");
        on("new.db").create();
        assertThatThrownBy(() -> on("new.db").migrate())
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("says that it squashes 0001..0003, but its number is 0002");
    }

    @Test
    void journalModeIsKept() throws Exception {
        plainScripts();
        script("0004-wal.sql", "PRAGMA journal_mode = WAL");
        on("none.db").squash(FIRST, new Version(4));
        migrated("new.db");
        assertThat(rows("new.db", "PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void anErrorOfTheProofChangesNothing() throws Exception {
        script("0001-a.sql", "CREATE TABLE a (x)", "CREATE VIRTUAL TABLE gone USING fts5(x, content='')");
        script("0002-b.sql", "INSERT INTO gone (rowid, x) VALUES (1, 'a')");
        assertThatThrownBy(() -> on("none.db").squashWithData(FIRST, new Version(2)))
                .isInstanceOf(EnrollFailedException.class)
                .hasMessageContaining("The rows of the virtual table gone (fts5) cannot be written");
        assertThat(names()).containsExactly("0001-a.sql", "0002-b.sql");
    }
}
