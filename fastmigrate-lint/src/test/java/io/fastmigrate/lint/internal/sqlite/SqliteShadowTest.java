package io.fastmigrate.lint.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Script;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.frame.Shadow;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteShadowTest {

    private static final List<String> STATEMENTS = List.of(
            "CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
            "CREATE INDEX names ON author (name)",
            "ALTER TABLE Author ADD COLUMN country TEXT",
            "ALTER TABLE author ADD born INTEGER",
            "CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author (id))",
            "CREATE VIEW authors AS SELECT name FROM author",
            "CREATE TRIGGER t AFTER INSERT ON book BEGIN DELETE FROM author; END",
            "ALTER TABLE author RENAME TO writer",
            "ALTER TABLE book ADD COLUMN title TEXT",
            "ALTER TABLE writer ADD COLUMN died INTEGER",
            "ALTER TABLE writer RENAME COLUMN name TO called",
            "DROP TRIGGER t",
            "CREATE TRIGGER u AFTER INSERT ON book BEGIN SELECT 1; END",
            "CREATE VIRTUAL TABLE found USING fts5 (text)",
            "DROP INDEX names",
            "CREATE TABLE temp.book (other TEXT)",
            "CREATE VIEW temp.found2 AS SELECT 1",
            "CREATE TABLE note (text TEXT)",
            "ALTER TABLE main.book ADD COLUMN pages INTEGER",
            "DROP TABLE temp.book",
            "DROP TABLE found",
            "CREATE TABLE last AS SELECT 1 AS one",
            "DROP TABLE book");

    @TempDir
    private Path directory;

    private static List<Object> shown(Shadow shadow) {
        Schema schema = shadow.schema().orElseThrow();
        Stream<Object> indexes =
                schema.tables().stream().map(Table::name).flatMap(name -> schema.indexes(name).stream());
        return List.of(
                List.copyOf(schema.tables()),
                indexes.toList(),
                schema.triggers(),
                schema.views(),
                schema.tables().stream().map(table -> schema.sql(table.name())).toList());
    }

    private List<Statement> statements() throws IOException {
        Script script = Linter.of(new Scripts(directory)
                        .with(String.join(";\n", STATEMENTS))
                        .fastMigrate())
                .scripts()
                .get(0);
        try (ScriptReader reader = SqliteReader.open(script)) {
            return Stream.generate(() -> next(reader)).limit(STATEMENTS.size()).toList();
        }
    }

    private static Statement next(ScriptReader reader) {
        try {
            return Objects.requireNonNull(reader.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it was asked for in between or not. */
    @Test
    void theSchemaIsWhatTheStatementsMake() throws IOException {
        List<Statement> statements = statements();
        try (Shadow asked = new SqliteShadow()) {
            for (int i = 0; i < statements.size(); i++) {
                assertThat(asked.run(statements.get(i))).as(STATEMENTS.get(i)).isEmpty();
                try (Shadow other = new SqliteShadow()) {
                    statements.subList(0, i + 1).forEach(other::run);

                    assertThat(shown(asked)).as(STATEMENTS.get(i)).isEqualTo(shown(other));
                }
            }
        }
    }

    @Test
    void theSchemaIsWhatSeveralStatementsMakeBetweenTwoQuestions() throws IOException {
        List<Statement> statements = statements();
        for (int between = 2; between < statements.size(); between++) {
            try (Shadow asked = new SqliteShadow();
                    Shadow other = new SqliteShadow()) {
                for (int i = 0; i < statements.size(); i++) {
                    asked.run(statements.get(i));
                    other.run(statements.get(i));
                    if (i % between == 0) {
                        shown(asked);
                    }
                }
                assertThat(shown(asked)).as("every %d", between).isEqualTo(shown(other));
            }
        }
    }
}
