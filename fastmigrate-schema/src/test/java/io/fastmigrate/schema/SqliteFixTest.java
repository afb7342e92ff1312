package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.schema.DriftFix.Drops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that end what {@link SqliteDriftTest} finds, run on real databases. */
class SqliteFixTest {

    @TempDir
    Path directory;

    private Path migrations;
    private Path db;
    private FastMigrate fastMigrate;

    static Stream<Arguments> changes() throws IOException {
        return SqliteDriftTest.changes();
    }

    @BeforeEach
    void create() throws IOException {
        migrations = Files.createDirectories(directory.resolve("migrations"));
        db = directory.resolve("a.db");
        fastMigrate = FastMigrate.sqlite(db).migrations(migrations).build();
    }

    private void drifted(String script, String byHand) throws Exception {
        Files.writeString(migrations.resolve("0001-all.sql"), script);
        fastMigrate.create();
        execute(byHand);
        execute("UPDATE _meta SET version = 1");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getString(1);
        }
    }

    private Schema schema() {
        return Schema.of(fastMigrate);
    }

    private static boolean isRefused(String expected) {
        return expected.contains("CHANGED virtual table");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void undoesEachChangeOrNamesIt(String from, String to, String expected) throws Exception {
        String script = SqliteDriftTest.script();
        drifted(script, SqliteDriftTest.replaced(script, from, to));
        if (isRefused(expected)) {
            assertThatThrownBy(() -> schema().planUndo(Drops.ALLOW))
                    .isInstanceOf(FastMigrateException.class)
                    .hasMessageContaining("virtual table words");
            return;
        }
        execute(schema().planUndo(Drops.ALLOW).script());
        assertThat(schema().drift().differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void bringsTheScriptsUpToEachChangeOrNamesIt(String from, String to, String expected) throws Exception {
        String script = SqliteDriftTest.script();
        drifted(script, SqliteDriftTest.replaced(script, from, to));
        if (isRefused(expected)) {
            assertThatThrownBy(() -> schema().planAdoption(Drops.ALLOW))
                    .isInstanceOf(FastMigrateException.class)
                    .hasMessageContaining("virtual table words");
            return;
        }
        DriftFix fix = schema().planAdoption(Drops.ALLOW);
        Files.writeString(migrations.resolve("0002-adopt.sql"), fix.script());
        if (fix.isRepeatable()) {
            fastMigrate.migrate();
        } else {
            execute("UPDATE _meta SET version = 2 WHERE version = 1");
        }
        assertThat(schema().drift().differences()).isEmpty();
        Path other = directory.resolve("b.db");
        FastMigrate fresh = FastMigrate.sqlite(other).migrations(migrations).build();
        fresh.create();
        fresh.migrate();
        assertThat(fresh.version()).isEqualTo(new Version(2));
        assertThat(Schema.of(fresh).drift().differences()).isEmpty();
    }

    @Test
    void losesNoRowsUnlessAllowed() throws Exception {
        drifted(
                "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT NOT NULL);"
                        + "INSERT INTO book VALUES (1, 'one', '978'); CREATE TABLE extra (a); INSERT INTO extra VALUES (7);");
        DriftFix careful = schema().planUndo(Drops.COMMENT);
        assertThat(careful.isComplete()).isFalse();
        assertThat(careful.losses()).containsExactly("the rows of extra", "the values of book.isbn");
        execute(careful.script());
        assertThat(query("SELECT isbn FROM book")).isEqualTo("978");
        assertThat(query("SELECT a FROM extra")).isEqualTo("7");

        DriftFix all = schema().planUndo(Drops.ALLOW);
        assertThat(all.isComplete()).isTrue();
        execute(all.script());
        assertThat(query("SELECT group_concat(name) FROM pragma_table_info('book')"))
                .isEqualTo("id,title");
        assertThat(query("SELECT title FROM book")).isEqualTo("one");
    }

    @Test
    void anotherCaseOfANameIsNoOtherColumn() throws Exception {
        drifted(
                "CREATE TABLE book (id INTEGER PRIMARY KEY, \"long title\" TEXT NOT NULL);",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, \"Long Title\" TEXT NOT NULL); INSERT INTO book VALUES (1, 'one');");
        assertThat(schema().planAdoption(Drops.COMMENT).losses()).isEmpty();
        DriftFix undo = schema().planUndo(Drops.COMMENT);
        assertThat(undo.isComplete()).isTrue();
        execute(undo.script());
        assertThat(schema().drift().differences()).isEmpty();
        assertThat(query("SELECT \"long title\" FROM book")).isEqualTo("one");
    }

    /** The values of a column that was added by hand would be gone if the table were rebuilt from the older columns. */
    @Test
    void keepsValuesOfAnAddedColumnWhereTheScriptRunsByMistake() throws Exception {
        drifted(
                "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT); INSERT INTO book VALUES (1, 'one', '978');");
        DriftFix fix = schema().planAdoption(Drops.COMMENT);
        assertThat(fix.isComplete()).isTrue();
        assertThat(fix.isRepeatable()).isFalse();
        assertThat(fix.script()).contains("UPDATE _meta SET version = 2 WHERE version = 1;");
        Files.writeString(migrations.resolve("0002-adopt.sql"), fix.script());
        assertThatThrownBy(fastMigrate::migrate).hasMessageContaining("duplicate column name: isbn");
        assertThat(query("SELECT isbn FROM book")).isEqualTo("978");
    }

    @Test
    void wantsAllScriptsAppliedBeforeAnotherOneIsWritten() throws Exception {
        drifted(
                "CREATE TABLE book (id INTEGER PRIMARY KEY);",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT);");
        Files.writeString(migrations.resolve("0002-pending.sql"), "CREATE TABLE more (a);");
        assertThatThrownBy(() -> schema().planAdoption(Drops.ALLOW)).hasMessageContaining("0002-pending.sql");
        assertThat(schema().planUndo(Drops.COMMENT).losses()).containsExactly("the values of book.isbn");
    }

    @Test
    void writesNothingWithoutDrift() throws Exception {
        drifted("CREATE TABLE book (id INTEGER PRIMARY KEY);", "CREATE TABLE book (id INTEGER PRIMARY KEY);");
        assertThat(schema().planUndo(Drops.ALLOW).script()).isEmpty();
        assertThat(schema().planAdoption(Drops.ALLOW).script()).isEmpty();
    }
}
