package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views on views, and triggers on them, whose scripts change, on SQLite. */
class RepeatableViewsTest {

    private static final String TRIGGER =
            "CREATE TRIGGER IF NOT EXISTS add_name INSTEAD OF INSERT ON z_names BEGIN INSERT INTO person (name) VALUES (NEW.name); END;";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void createDatabase() throws IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.script("0001-person.sql", "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);");
        Files.createDirectories(sandbox.migrations().resolve("repeatable"));
        view("z_names", "SELECT name FROM person");
        view("a_short", "SELECT substr(name, 1, 3) AS name FROM z_names");
        sandbox.script("repeatable/add.sql", TRIGGER);
    }

    private void view(String name, String query) throws IOException {
        sandbox.script("repeatable/" + name + ".sql", "CREATE VIEW " + name + " AS " + query + ";");
    }

    private List<String> migrate() {
        return sandbox.builder().build().migrate().applied().stream()
                .map(HistoryEntry::fileName)
                .toList();
    }

    @Test
    void makesViewsBeforeWhatUsesThem() {
        assertThat(migrate())
                .containsExactly(
                        "0001-person.sql", "repeatable/z_names.sql", "repeatable/a_short.sql", "repeatable/add.sql");
        assertThat(migrate()).isEmpty();
    }

    @Test
    void makesChangedViewAgainAndWhatUsesItInTheSameRun() throws IOException, SQLException {
        migrate();
        view("z_names", "SELECT id, upper(name) AS name FROM person");
        assertThat(sandbox.builder().build().plan().steps())
                .extracting(step -> step.script().fileName())
                .containsExactly("repeatable/z_names.sql", "repeatable/a_short.sql", "repeatable/add.sql");
        assertThat(migrate()).hasSize(3);
        sandbox.execute("INSERT INTO z_names (name) VALUES ('Grace')");
        assertThat(sandbox.query("SELECT name FROM a_short")).containsExactly("GRA");
        assertThat(migrate()).isEmpty();
    }

    @Test
    void runsOnlyWhatWasChangedWhereNothingUsesIt() throws IOException {
        migrate();
        view("a_short", "SELECT name FROM z_names");
        assertThat(migrate()).containsExactly("repeatable/a_short.sql");
    }

    @Test
    void keepsTheOldViewsWhereOneOfThemFails() throws IOException, SQLException {
        migrate();
        view("z_names", "SELECT mail FROM person");
        sandbox.script(
                "repeatable/a_short.sql",
                "CREATE VIEW a_short AS SELECT mail AS name FROM z_names; INSERT INTO nowhere VALUES (1);");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, this::migrate);
        assertThat(failure.script().fileName()).isEqualTo("repeatable/a_short.sql");
        assertThat(failure.report().applied()).isEmpty();
        sandbox.execute("INSERT INTO z_names (name) VALUES ('Grace')");
        assertThat(sandbox.query("SELECT name FROM a_short")).containsExactly("Gra");
    }

    @Test
    void losesNoTriggerThatNoRepeatableScriptMakes() throws IOException, SQLException {
        sandbox.script(
                "0002-trigger.sql",
                "CREATE VIEW Other AS SELECT name FROM person; CREATE TRIGGER \"Other name\" INSTEAD OF INSERT ON other"
                        + " BEGIN INSERT INTO person (name) VALUES (NEW.name); END;");
        migrate();
        view("other", "SELECT id, name FROM person");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, this::migrate);
        assertThat(failure).hasMessageContaining("its trigger Other name would be lost");
        assertThat(failure.advice()).contains("Put the trigger into a repeatable script");
        assertThat(sandbox.query("SELECT tbl_name FROM sqlite_schema WHERE name = 'Other name'"))
                .containsExactly("other");
        sandbox.script(
                "repeatable/other_trigger.sql",
                "CREATE TRIGGER IF NOT EXISTS \"Other name\" INSTEAD OF INSERT ON other"
                        + " BEGIN INSERT INTO person (name) VALUES (NEW.name); END;");
        assertThat(migrate()).containsExactly("repeatable/other.sql", "repeatable/other_trigger.sql");
    }

    @Test
    void dropsNoTable() throws IOException, SQLException {
        sandbox.script("repeatable/a_short.sql", "CREATE VIEW person AS SELECT 1;");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, this::migrate);
        assertThat(failure).hasMessageContaining("a_short.sql:1:1").hasMessageContaining("person");
        assertThat(sandbox.query("SELECT type FROM sqlite_schema WHERE name = 'person'"))
                .containsExactly("table");
    }

    @Test
    void namesTheScriptsThatUseOneAnother() throws IOException, SQLException {
        view("z_names", "SELECT * FROM a_short");
        InvalidScriptException cycle = catchThrowableOfType(InvalidScriptException.class, this::migrate);
        assertThat(cycle)
                .hasMessageContaining("repeatable/a_short.sql uses z_names of repeatable/z_names.sql, which uses"
                        + " a_short of repeatable/a_short.sql.");
        assertThat(cycle.scripts()).hasSize(2);
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }
}
