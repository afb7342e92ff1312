package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.Rehearsal;
import io.fastmigrate.model.Rehearsal.Kind;
import io.fastmigrate.model.Rehearsal.RowChange;
import io.fastmigrate.model.Rehearsal.SchemaChange;
import io.fastmigrate.model.ScriptFailedException;
import io.fastmigrate.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void migrateToVersionOne() throws IOException {
        sandbox = Sandbox.in(directory);
        sandbox.script(
                "0001-create.sql",
                "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE TABLE old (a);"
                        + "INSERT INTO users (email) VALUES ('a@x'), ('a@x');");
        sandbox.managed().migrate();
    }

    @Test
    void tellsWhatWouldChangeAndLeavesTheDatabaseAndItsDirectoryAsTheyWere() throws IOException {
        sandbox.script(
                        "0002-change.sql",
                        "DROP TABLE old; CREATE TABLE posts (id); INSERT INTO posts VALUES (1); ALTER TABLE users ADD age;"
                                + "DELETE FROM users WHERE id = 2;")
                .script("0003-shell.sh", "test \"$1\" != '" + sandbox.database() + "' && test -f \"$1\"\n");
        byte[] before = Files.readAllBytes(sandbox.database());

        Rehearsal rehearsal = sandbox.builder().build().rehearse();

        assertThat(rehearsal.report().after()).isEqualTo(new Version(3));
        assertThat(rehearsal.report().applied()).hasSize(2);
        assertThat(rehearsal.rows())
                .containsExactly(
                        new RowChange("old", 0, -1), new RowChange("posts", -1, 1), new RowChange("users", 2, 1));
        assertThat(rehearsal.schema())
                .containsExactly(
                        new SchemaChange(Kind.ADDED, "table", "posts"),
                        new SchemaChange(Kind.CHANGED, "table", "users"),
                        new SchemaChange(Kind.DROPPED, "table", "old"));
        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("app.db", "migrations");
    }

    @Test
    void findsWhatOnlyRealDataMakesFail() throws IOException {
        sandbox.script("0002-unique.sql", "CREATE UNIQUE INDEX one ON users (email);");
        byte[] before = Files.readAllBytes(sandbox.database());

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse())
                .withMessageContaining("UNIQUE constraint failed: users.email")
                .withMessageContaining("This was a rehearsal on a copy; the database itself is as it was.");

        assertThat(Files.readAllBytes(sandbox.database())).isEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("app.db", "migrations");
    }

    @Test
    void makesNoBackupOfTheCopy() throws IOException, SQLException {
        sandbox.script("0002-more.sql", "CREATE TABLE more (a);");

        Rehearsal rehearsal = sandbox.builder().backUpFirst().build().rehearse();

        assertThat(rehearsal.report().backup()).isEmpty();
        assertThat(sandbox.query("SELECT version FROM _meta")).isEqualTo(List.of("1"));
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() throws IOException {
        Files.delete(sandbox.database());

        assertThatExceptionOfType(DatabaseNotFoundException.class)
                .isThrownBy(() -> sandbox.builder().build().rehearse());

        assertThat(sandbox.database()).doesNotExist();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
