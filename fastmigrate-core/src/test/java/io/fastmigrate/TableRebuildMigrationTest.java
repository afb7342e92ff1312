package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds as migrations: in Java, and as the script that a person goes on with. */
class TableRebuildMigrationTest {

    private static final String SCHEMA = """
            CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, -- as on the cover
              author INT REFERENCES authors ON DELETE CASCADE);
            CREATE INDEX by_title ON books (title) -- for the search
            ;
            CREATE VIEW titles AS SELECT title FROM books;
            CREATE TRIGGER clean AFTER DELETE ON authors BEGIN DELETE FROM books WHERE author = OLD.id; SELECT 1; END;
            INSERT INTO authors VALUES (1, 'A'), (2, 'B');
            INSERT INTO books VALUES (7, 'x', 1), (8, 'y', 2);
            """;

    @TempDir
    Path folder;

    private Path database;
    private Path migrations;

    @BeforeEach
    void migrateTheSchema() throws Exception {
        database = folder.resolve("app.db");
        migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("0001-schema.sql"), SCHEMA);
        FastMigrate first = fastMigrate();
        first.create();
        first.migrate();
    }

    private FastMigrate fastMigrate(JavaMigration... java) {
        return FastMigrate.sqlite(database)
                .migrations(migrations)
                .javaMigrations(List.of(java))
                .withoutHistory()
                .build();
    }

    private static JavaMigration rebuild(TableRebuild rebuild) {
        return new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "rebuild";
            }

            @Override
            public void migrate(Connection connection) throws SQLException {
                rebuild.run(connection);
            }
        };
    }

    private List<String> factsWithoutVersion() throws SQLException {
        return DatabaseFacts.of(database).stream()
                .filter(fact -> !fact.startsWith("_meta row"))
                .toList();
    }

    @Test
    void rebuildsAParentInAMigrationAndKeepsItsChildren() throws Exception {
        TableRebuild notNull = TableRebuild.of("AUTHORS").columns("id INTEGER PRIMARY KEY, name TEXT NOT NULL");
        fastMigrate(rebuild(notNull)).migrate();

        assertThat(fastMigrate().version()).isEqualTo(new Version(2));
        assertThat(DatabaseFacts.of(database))
                .contains("authors column [1, name, TEXT, 1, null, 0, 0]")
                .contains("books foreign key [0, 0, authors, author, null, NO ACTION, CASCADE, NONE]")
                .filteredOn(fact -> fact.startsWith("books row"))
                .hasSize(2);
    }

    @Test
    void aRebuildThatFailsStopsTheMigrationWithItsReason() throws Exception {
        List<String> before = DatabaseFacts.of(database);
        FastMigrate failing = fastMigrate(rebuild(TableRebuild.of("books").columns("id INTEGER PRIMARY KEY")));

        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, failing::migrate);

        assertThat(failure)
                .hasMessageContaining("Column title cannot be dropped from table books, because it is used by: "
                        + "index by_title, view titles.")
                .hasMessageContaining("The database is at version 1");
        assertThat(failure.advice()).startsWith("Drop these first");
        assertThat(failure).hasCauseInstanceOf(RebuildFailedException.class);
        assertThat(DatabaseFacts.of(database)).isEqualTo(before);
    }

    @Test
    void aRebuildThatLeavesOrphansIsNotCommitted() throws Exception {
        List<String> before = DatabaseFacts.of(database);
        FastMigrate failing = fastMigrate(rebuild(
                TableRebuild.of("books").columns("id INTEGER PRIMARY KEY, title TEXT REFERENCES authors, author INT")));

        assertThatThrownBy(failing::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("books, rowid 7 refers to a missing row of authors");
        assertThat(DatabaseFacts.of(database)).isEqualTo(before);
    }

    @Test
    void theScriptOfEachTableRunsAtomicallyAndChangesNothing() throws Exception {
        List<String> before = factsWithoutVersion();
        int number = 2;
        for (String table : List.of("books", "authors")) {
            String script = fastMigrate().rebuildScript(table);
            Files.writeString(migrations.resolve("000" + number++ + "-rebuild-" + table + ".sql"), script);
        }

        assertThat(fastMigrate().plan().steps())
                .hasSize(2)
                .allSatisfy(planned -> assertThat(planned.execution()).isEqualTo(Plan.Execution.ATOMIC));
        fastMigrate().migrate();

        assertThat(fastMigrate().version()).isEqualTo(new Version(3));
        assertThat(factsWithoutVersion()).isEqualTo(before);
    }

    @Test
    void theScriptReadsAsRecorded() {
        assertThat(fastMigrate().rebuildScript("Books")).isEqualTo("""
                -- Rebuilds a table and keeps its rows: edit the definition. A new column gets its default; remove a dropped
                -- column from both lists of the INSERT. Keep the order of the statements:
                -- https://sqlite.org/lang_altertable.html#otheralter
                PRAGMA foreign_keys = OFF;

                CREATE TABLE "books_new" (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, -- as on the cover
                  author INT REFERENCES authors ON DELETE CASCADE);

                INSERT OR ABORT INTO "books_new" ("id", "title", "author")
                SELECT "id", "title", "author"
                FROM "books" NOT INDEXED;

                DELETE FROM sqlite_sequence WHERE name = 'books_new';

                INSERT INTO sqlite_sequence (name, seq)
                SELECT 'books_new', seq FROM sqlite_sequence WHERE name = 'books';

                DROP TABLE "books";

                PRAGMA legacy_alter_table = ON;

                ALTER TABLE "books_new" RENAME TO "books";

                PRAGMA legacy_alter_table = OFF;

                CREATE INDEX by_title ON books (title) -- for the search
                ;
                """);
    }

    @Test
    void theScriptGivesTheTableTheColumnsThatWereAskedFor() throws Exception {
        byte[] before = Files.readAllBytes(database);
        String script =
                fastMigrate().rebuildScript("books", "id INTEGER PRIMARY KEY, title TEXT NOT NULL, author INT, n");
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThatThrownBy(() -> fastMigrate().rebuildScript("books", "id INTEGER PRIMARY KEY"))
                .isInstanceOf(RebuildFailedException.class)
                .hasMessageContaining("Column title cannot be dropped");
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        List<String> rows = DatabaseFacts.of(database).stream()
                .filter(fact -> fact.startsWith("authors "))
                .toList();
        Files.writeString(migrations.resolve("0002-rebuild-books.sql"), script);

        fastMigrate().migrate();

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery(
                        "SELECT group_concat(name || \"notnull\") FROM pragma_table_info('books')")) {
            assertThat(columns.getString(1)).isEqualTo("id0,title1,author0,n0");
        }
        assertThat(DatabaseFacts.of(database)).containsAll(rows);
    }

    @Test
    void askingForTheScriptWritesNothing() throws Exception {
        byte[] before = Files.readAllBytes(database);
        assertThat(database.toFile().setWritable(false)).isTrue();

        fastMigrate().rebuildScript("books");

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThatThrownBy(() -> fastMigrate().rebuildScript("nothing"))
                .isInstanceOf(RebuildFailedException.class)
                .hasMessage("There is no table nothing.");
    }

    @Test
    void aMissingDatabaseIsNotMade() {
        FastMigrate nowhere = FastMigrate.sqlite(folder.resolve("no.db"))
                .migrations(migrations)
                .build();

        assertThatThrownBy(() -> nowhere.rebuildScript("books")).isInstanceOf(DatabaseNotFoundException.class);
        assertThat(folder.resolve("no.db")).doesNotExist();
    }
}
