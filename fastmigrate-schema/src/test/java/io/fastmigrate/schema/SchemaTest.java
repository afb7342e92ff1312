package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that scripts make on SQLite. */
class SchemaTest {

    @TempDir
    Path directory;

    private FastMigrate fastMigrate;

    @BeforeEach
    void scripts() throws Exception {
        script("0001-person.sql", "create table person (\n    id integer primary key, -- the key\n    name text\n);\n");
        script("0002-index.sql", "CREATE INDEX person_name ON person (name);\n");
        fastMigrate = FastMigrate.sqlite(directory.resolve("a.db"))
                .migrations(directory.resolve("migrations"))
                .build();
    }

    private void script(String name, String text) throws Exception {
        Path file = directory.resolve("migrations").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private void byHand(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("a.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void writesWhatAllScriptsMakeWithoutADatabase() {
        assertThat(Schema.of(fastMigrate).file().text()).isEqualTo("""
                -- The schema that the scripts make. fastmigrate schema writes this file.

                CREATE TABLE person (
                    id integer primary key, -- the key
                    name text
                );

                CREATE INDEX person_name ON person (name);
                """);
        assertThat(directory.resolve("a.db")).doesNotExist();
    }

    @Test
    void findsNoDriftWhereOnlyScriptsRan() {
        fastMigrate.create();
        fastMigrate.migrate();
        assertThat(Schema.of(fastMigrate).drift().requireNone().differences()).isEmpty();
    }

    @Test
    void namesWhatWasChangedByHand() throws Exception {
        fastMigrate.create();
        fastMigrate.migrate();
        byHand("DROP INDEX person_name");
        byHand("ALTER TABLE person ADD COLUMN age INTEGER DEFAULT 0");
        assertThat(Schema.of(fastMigrate).drift().differences())
                .extracting(SchemaDifference::toString)
                .containsExactly(
                        "ADDED column person.age: expected null, is INTEGER DEFAULT 0",
                        "MISSING index person_name: expected CREATE INDEX person_name ON person(name), is null");
        assertThatThrownBy(() -> Schema.of(fastMigrate).drift().requireNone())
                .isInstanceOf(DatabaseUnusableException.class)
                .hasMessageEndingWith("a.db is not what its scripts up to version 2 make. 2 objects differ:"
                        + "\n  added column person.age\n  missing index person_name");
    }

    @Test
    void doesNotCompareWhatAnEditedRepeatableScriptMade() throws Exception {
        script("repeatable/names.sql", "CREATE VIEW names AS SELECT name FROM person;\n");
        fastMigrate.create();
        fastMigrate.migrate();
        script("repeatable/names.sql", "CREATE VIEW names AS SELECT upper(name) AS name FROM person;\n");
        byHand("DROP INDEX person_name");

        DriftReport report = Schema.of(fastMigrate).drift();

        assertThat(report.differences()).extracting(SchemaDifference::object).containsExactly("index person_name");
        assertThat(report.warnings())
                .extracting(Warning::message)
                .contains(
                        "These repeatable scripts have not run again since they or what they use was changed, so what they"
                                + " make is not compared: repeatable/names.sql.");
        fastMigrate.migrate();
        byHand("DROP VIEW names");
        assertThat(Schema.of(fastMigrate).drift().differences())
                .extracting(SchemaDifference::object)
                .contains("view names");
    }

    @Test
    void saysThatAViewIsAddedBecauseTheFileOfItsRepeatableScriptIsGone() throws Exception {
        script("repeatable/names.sql", "CREATE VIEW names AS SELECT name FROM person;\n");
        fastMigrate.create();
        fastMigrate.migrate();
        Files.delete(directory.resolve("migrations/repeatable/names.sql"));

        assertThat(Schema.of(fastMigrate).drift().warnings())
                .extracting(Warning::message)
                .anyMatch(text -> text.startsWith("The files of these repeatable scripts are gone")
                        && text.contains("names.sql"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATTACH 'other.db' AS other", "VACUUM INTO 'other.db'"})
    void refusesStatementsThatReachOtherFiles(String statement) throws Exception {
        String other = directory.resolve("other.db").toString();
        script("0003-other.sql", statement.replace("other.db", other) + ";\n");

        assertThatThrownBy(() -> Schema.of(fastMigrate).file())
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContainingAll("0003-other.sql:1:1", "temporary database", "no other was changed")
                .hasMessageNotContaining("rehears");
        assertThat(Path.of(other)).doesNotExist();
    }

    @Test
    void saysWhereAScriptFailed() throws Exception {
        script("0003-broken.sql", "INSERT INTO nowhere VALUES (1);\n");

        assertThatThrownBy(() -> Schema.of(fastMigrate).file())
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContainingAll(
                        "0003-broken.sql:1:13",
                        "The scripts ran on a temporary database, and no other was changed. The temporary one: The database"
                                + " is at version 2")
                .hasMessageNotContaining("rehears");
    }
}
