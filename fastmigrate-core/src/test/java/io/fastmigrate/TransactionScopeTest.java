package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionScopeTest {

    @TempDir
    Path directory;

    @Test
    void aFailureInARunThatIsOneTransactionKeepsNoneOfItsScripts() throws IOException, SQLException {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0002-b.sql", "CREATE TABLE b (x);")
                .script("0003-c.sql", "CREATE TABLE c (x);\nINSERT INTO nowhere VALUES (1);");
        sandbox.managed();

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder()
                        .transaction(TransactionScope.RUN)
                        .build()
                        .migrate())
                .satisfies(e -> {
                    assertThat(e.script().fileName()).isEqualTo("0003-c.sql");
                    assertThat(e.position().orElseThrow().line()).isEqualTo(2);
                    assertThat(e.report().applied()).isEmpty();
                    assertThat(e.report().after()).isEqualTo(Version.ZERO);
                });

        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b', 'c')"))
                .isEmpty();
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    @Test
    void aStatementThatEndsTheWholeTransactionIsStillNamed() throws IOException, SQLException {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1);")
                .script("0002-b.sql", "SELECT 1;\nINSERT OR ROLLBACK INTO a VALUES (1);\nSELECT 2;");
        sandbox.managed();

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder()
                        .transaction(TransactionScope.RUN)
                        .build()
                        .migrate())
                .satisfies(e -> assertThat(e.getMessage()).contains("0002-b.sql:2:1: UNIQUE constraint failed"));

        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    @Test
    void whatCannotJoinEndsOneTransactionAndTheNextBegins() throws IOException, SQLException {
        List<Integer> told = new ArrayList<>();
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0002-b.sql", "INSERT INTO a VALUES (2);")
                .script("0003-c.sh", "exit 0")
                .script("0004-d.sql", "INSERT INTO a VALUES (4);")
                .script("0005-e.sql", "BROKEN;");
        sandbox.managed();

        assertThatExceptionOfType(ScriptFailedException.class)
                .isThrownBy(() -> sandbox.builder()
                        .transaction(TransactionScope.RUN)
                        .listener(new MigrationListener() {
                            @Override
                            public void onApplied(HistoryEntry entry) {
                                told.add(entry.version().number());
                            }
                        })
                        .build()
                        .migrate())
                .satisfies(e -> assertThat(e.report().after()).isEqualTo(new Version(3)));

        assertThat(told).containsExactly(1, 2, 3);
        assertThat(sandbox.query("SELECT x FROM a")).containsExactly("2");
    }

    @Test
    void aScriptThatLeavesTracesOnItsConnectionJoinsNoOther() throws IOException, SQLException {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TEMP TABLE scratch (x); PRAGMA recursive_triggers = ON;")
                .script("0002-b.sql", "CREATE TABLE scratch_was_here (x); CREATE TABLE scratch (x);")
                .script("0003-c.sql", "INSERT INTO main.scratch SELECT count(*) FROM temp.sqlite_schema;");
        sandbox.managed();

        sandbox.builder().transaction(TransactionScope.RUN).build().migrate();

        assertThat(sandbox.query("SELECT x FROM scratch")).containsExactly("0");
    }

    @Test
    void aRunThatIsOneTransactionKeepsTheSameHistory() throws IOException, SQLException {
        Sandbox sandbox = Sandbox.in(directory)
                .script("0001-a.sql", "CREATE TABLE a (x);")
                .script("0007-b.sql", "BEGIN; INSERT INTO a VALUES (2); COMMIT;");
        sandbox.managed();

        Report report =
                sandbox.builder().transaction(TransactionScope.RUN).build().migrate();

        assertThat(report.after()).isEqualTo(new Version(7));
        assertThat(sandbox.query("SELECT from_version, version, file_name FROM _fastmigrate_history"))
                .containsExactly("0|1|0001-a.sql", "1|7|0007-b.sql");
        assertThat(sandbox.query("SELECT x FROM a")).containsExactly("2");
    }
}
