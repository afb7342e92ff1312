package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a statement of more than a million bytes, lint reads the beginning; the runner runs all of it. */
class LongStatementsTest {

    private static final int ROWS = 100_000;

    @TempDir
    private Path directory;

    private Scripts scripts;

    @BeforeEach
    void newScripts() {
        scripts = new Scripts(directory).with("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);");
    }

    private static String insert(String head) {
        StringBuilder sql = new StringBuilder(head);
        for (int id = 0; id < ROWS; id++) {
            sql.append(id == 0 ? " (" : ",\n (").append(id).append(", upper('the name of an author'))");
        }
        return sql.append(";\n").toString();
    }

    private static String update() {
        return "UPDATE author SET name = '" + "a long name; ".repeat(ROWS) + "' WHERE id = " + (ROWS - 1) + ";";
    }

    @Test
    void rulesLookAtTheBeginningOfAnInsert() {
        LintReport report = scripts.with(insert("INSERT INTO author VALUES")).lintLast();

        assertThat(report.findings()).singleElement().satisfies(found -> {
            assertThat(found.rule().id()).isEqualTo("X4");
            assertThat(found.position()).hasToString("1:13");
        });
        assertThat(report.coverage().notAnalysed()).containsExactly("INSERT of more than 1 MB (0002-script.sql:1:1)");
    }

    /** What is not read may be what makes it safe, or what it does. */
    @Test
    void noRuleLooksAtTheBeginningOfAnotherStatement() {
        LintReport report = scripts.with("SELECT 1;\n" + update()).lintLast();

        assertThat(report.findings()).isEmpty();
        assertThat(report.coverage().notAnalysed()).containsExactly("UPDATE of more than 1 MB (0002-script.sql:2:1)");
    }

    @Test
    void namesAStatementWhoseTextIsLongFromItsSecondWordOn() {
        LintReport report =
                scripts.with("SELECT '" + "a long text; ".repeat(ROWS) + "';").lintLast();

        assertThat(report.coverage().notAnalysed()).containsExactly("SELECT of more than 1 MB (0002-script.sql:1:1)");
    }

    @Test
    void theSchemaIsNotKnownBehindALongDefinition() {
        LintReport report = scripts.with("CREATE VIEW v AS SELECT '" + "a long text; ".repeat(ROWS) + "';")
                .with("DROP VIEW w;")
                .lintLast();

        assertThat(report.findings()).isEmpty();
        assertThat(report.coverage().undecided()).isNotEmpty();
    }

    @Test
    void theRunnerRunsWhatLintHasNotRead() throws SQLException {
        scripts.with(insert("INSERT INTO author (id, name) VALUES") + update()).lint();

        scripts.fastMigrate().create();
        scripts.fastMigrate().migrate();

        assertThat(scripts.fastMigrate().version()).isEqualTo(new Version(2));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + scripts.database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), max(length(name)) FROM author")) {
            assertThat(row.getInt(1)).isEqualTo(ROWS);
            assertThat(row.getInt(2)).isEqualTo("a long name; ".length() * ROWS);
        }
    }
}
