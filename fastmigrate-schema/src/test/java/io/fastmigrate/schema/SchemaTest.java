package io.fastmigrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseUnusableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(directory.resolve("migrations").resolve(name), text);
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
}
