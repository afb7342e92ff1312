package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that many people make get their own advice. */
class KnownMistakesTest {

    private static final String TABLE =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'a');";

    @TempDir
    Path directory;

    private ScriptFailedException failure(String script) throws Exception {
        Sandbox sandbox = Sandbox.in(directory);
        FastMigrate fastMigrate = sandbox.managed();
        sandbox.script("0001-first.sql", TABLE).script("0002-second.sql", script);
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(sandbox.query("SELECT * FROM t")).containsExactly("1|a");
        return failure;
    }

    @Test
    void tablesThatSqliteMakesByItself() throws Exception {
        ScriptFailedException failure = failure("SELECT 1;\nCREATE TABLE sqlite_sequence(name,seq);");
        assertThat(failure).hasMessageContaining("0002-second.sql:2:").hasMessageContaining("sqlite_sequence");
        assertThat(failure.advice()).contains("remove this line");
    }

    @Test
    void aViewThatStopsARebuildIsNamed() throws Exception {
        ScriptFailedException failure =
                failure("CREATE VIEW names AS SELECT a FROM t; CREATE TABLE n (id, a);\nDROP TABLE t;\n"
                        + "ALTER TABLE n RENAME TO t;");
        assertThat(failure).hasMessageContaining("0002-second.sql:3:");
        assertThat(failure.advice()).contains("view names").contains("legacy_alter_table");
    }

    @Test
    void aDefaultThatOnlyAnEmptyTableTakes() throws Exception {
        assertThat(failure("ALTER TABLE t ADD COLUMN at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP;")
                        .advice())
                .contains("constant default")
                .contains("UPDATE")
                .contains("rebuild");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ALTER TABLE t ADD COLUMN b TEXT NOT NULL; ~ write a DEFAULT",
                "ALTER TABLE t ADD COLUMN b TEXT UNIQUE; ~ CREATE UNIQUE INDEX",
                "ALTER TABLE t ADD COLUMN b INTEGER PRIMARY KEY; ~ fastmigrate rebuild",
                "ALTER TABLE t ADD COLUMN b AS (id + 1) STORED; ~ VIRTUAL",
                "ALTER TABLE t DROP COLUMN id; ~ fastmigrate rebuild",
                "CREATE TABLE u (x UNIQUE, y); ALTER TABLE u DROP COLUMN x; ~ fastmigrate rebuild",
                "CREATE INDEX names ON t (a); ALTER TABLE t DROP COLUMN a; ~ The index names uses the column",
            })
    void whatAlterTableCannotDo(String script, String advice) throws Exception {
        assertThat(failure(script).advice()).contains(advice);
    }

    @Test
    void anUpsertAfterASelect() throws Exception {
        ScriptFailedException failure =
                failure("INSERT INTO t (id, a)\n  SELECT id, a FROM t\nON CONFLICT (id) DO UPDATE SET a = excluded.a;");
        assertThat(failure).hasMessageContaining("0002-second.sql:3:18");
        assertThat(failure.advice()).contains("WHERE true");
    }

    @Test
    void tooManySelects() throws Exception {
        String selects = IntStream.range(2, 503)
                .mapToObj(i -> "SELECT " + i + ", 'x'")
                .collect(Collectors.joining(" UNION ALL\n"));
        ScriptFailedException failure = failure("-- generated\nINSERT INTO t (id, a)\n" + selects + ";");
        assertThat(failure)
                .hasMessageContaining("0002-second.sql:2:")
                .hasMessageContaining("too many terms in compound SELECT");
        assertThat(failure.advice()).contains("VALUES");
        assertThat(String.valueOf(failure.getMessage()).length()).isLessThan(2000);
    }

    @Test
    void aChainOfMoreTermsThanSqliteTakes() throws Exception {
        ScriptFailedException failure = failure("DELETE FROM t WHERE " + "id = 1 OR ".repeat(1000) + "id = 2;");
        assertThat(failure).hasMessageContaining("Expression tree is too large");
        assertThat(failure.advice()).contains("IN (...)");
    }

    @Test
    void moreDatabasesThanSqliteAttaches() throws Exception {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            script.append("ATTACH ':memory:' AS other").append(i).append(";\n");
        }
        ScriptFailedException failure = failure(script.toString());
        assertThat(failure).hasMessageContaining("too many attached databases");
        assertThat(failure.advice()).contains("DETACH");
    }

    @Test
    void whatOnlyTheShellHas() throws Exception {
        ScriptFailedException failure = failure("INSERT INTO t (id)\n  SELECT value FROM generate_series(5, 9);");
        assertThat(failure).hasMessageContaining("0002-second.sql:2:").hasMessageContaining("generate_series");
        assertThat(failure.getMessage()).doesNotContain("did you mean");
        assertThat(failure.advice()).contains("shell").contains("WITH");
    }

    @Test
    void aFullTextIndexOutOfStepIsNoDamage() throws Exception {
        ScriptFailedException failure = failure("CREATE VIRTUAL TABLE f USING fts5(a, content='t',"
                + " content_rowid='id'); CREATE TRIGGER d AFTER DELETE ON t BEGIN INSERT INTO f(f, rowid, a) VALUES"
                + " ('delete', old.id, old.a); END;\n"
                + "DELETE FROM t;");
        assertThat(failure).hasMessageContaining("0002-second.sql:2:");
        assertThat(failure.getMessage() + failure.advice())
                .doesNotContain("damaged")
                .doesNotContain("backup");
        assertThat(failure.advice()).contains("rebuild");
    }

    /** It has the same code, and nothing of a full-text index. */
    @Test
    void anRTreeWithoutItsNodesIsNoDamageEither() throws Exception {
        ScriptFailedException failure = failure("CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);"
                + " INSERT INTO boxes VALUES (1, 2, 3); DELETE FROM boxes_node;\nINSERT INTO boxes VALUES (2, 3, 4);");
        assertThat(failure).hasMessageContaining("0002-second.sql:2:");
        assertThat(failure.advice())
                .doesNotContain("damaged")
                .contains("drop another one (an R-Tree) and create it again from its rows");
    }
}
