package io.fastmigrate.internal.sqlite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlScriptRunTest {

    private static final String BASE = "CREATE TABLE t (a UNIQUE);\nINSERT INTO t VALUES (1);\n";

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void fresh() throws Exception {
        sandbox = Sandbox.in(directory).script("0001-t.sql", BASE);
    }

    private ScriptFailedException fails(String sql) throws Exception {
        sandbox.script("0002-x.sql", sql);
        FastMigrate fastMigrate = sandbox.managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).isNotNull();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1");
        return failure;
    }

    private void runs(String sql) throws Exception {
        sandbox.script("0002-x.sql", sql);
        assertThat(sandbox.managed().migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void locatesAnErrorInTheMiddleOfAChunk() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 2; i < 5000; i++) {
            text.append(String.format(Locale.ROOT, "INSERT INTO t VALUES (%d);\n", i == 3210 ? 1 : i));
        }
        assertThat(fails(text.toString()).position()).contains(new Script.Position(3209, 1));
    }

    @Test
    void locatesAStatementThatRollsTheTransactionBack() throws Exception {
        ScriptFailedException failure = fails("""
                INSERT INTO t VALUES (2);
                INSERT INTO t VALUES (3);
                  INSERT OR ROLLBACK INTO t VALUES (1);
                INSERT INTO t VALUES (4);""");
        assertThat(failure.position()).contains(new Script.Position(3, 3));
        assertThat(failure).hasMessageContaining("UNIQUE");
    }

    @Test
    void locatesAStatementWhoseTriggerRollsBack() throws Exception {
        ScriptFailedException failure = fails("""
                CREATE TRIGGER no AFTER INSERT ON t WHEN new.a = 3 BEGIN
                  SELECT RAISE(ROLLBACK, 'not three');
                END;
                INSERT INTO t VALUES (2);
                INSERT INTO t VALUES (3);
                """);
        assertThat(failure.position()).contains(new Script.Position(5, 1));
        assertThat(failure).hasMessageContaining("not three");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
                .isEmpty();
    }

    @Test
    void keepsWhatInsertOrIgnoreAndOrFailMeanWithinAChunk() throws Exception {
        runs(
                "INSERT OR IGNORE INTO t VALUES (1), (2);\nINSERT OR REPLACE INTO t VALUES (2);\nINSERT INTO t VALUES (3);");
        assertThat(sandbox.query("SELECT a FROM t ORDER BY a")).containsExactly("1", "2", "3");
    }

    @Test
    void scriptsMayHaveSavepoints() throws Exception {
        runs("""
                INSERT INTO t VALUES (2);
                SAVEPOINT s;
                INSERT INTO t VALUES (3);
                ROLLBACK TO s;
                INSERT INTO t VALUES (4);
                RELEASE s;
                INSERT INTO t VALUES (5);""");
        assertThat(sandbox.query("SELECT a FROM t ORDER BY a")).containsExactly("1", "2", "4", "5");
    }

    @Test
    void pragmasStandBetweenChunks() throws Exception {
        runs("""
                INSERT INTO t VALUES (2);
                PRAGMA user_version = 42;
                INSERT INTO t VALUES (3);
                PRAGMA user_version;
                SELECT * FROM t;
                INSERT INTO t VALUES (4);""");
        assertThat(sandbox.query("PRAGMA user_version")).containsExactly("42");
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("4");
    }

    @Test
    void pragmaIsRolledBackWithItsScript() throws Exception {
        fails("PRAGMA user_version = 42;\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (1);");
        assertThat(sandbox.query("PRAGMA user_version")).containsExactly("0");
    }

    @Test
    void ownTransactionTakesTheVersionInWithIt() throws Exception {
        runs(
                "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nINSERT INTO t VALUES (2);\nCOMMIT;\nPRAGMA foreign_keys=ON;");
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void ownTransactionThatFailsIsRolledBackWhole() throws Exception {
        assertThat(fails("BEGIN;\nINSERT INTO t VALUES (2);\nINSERT INTO nowhere VALUES (3);\nCOMMIT;\n")
                        .position())
                .contains(new Script.Position(3, 13));
    }

    @Test
    void vacuumAtTheTailRunsAfterTheCommit() throws Exception {
        runs("INSERT INTO t VALUES (2);\nVACUUM;\n");
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void scriptWithTwoTransactionsRunsWithoutATransactionAndSaysHowFarItCame() throws Exception {
        sandbox.script(
                "0002-x.sql", "BEGIN;\nINSERT INTO t VALUES (2);\nCOMMIT;\nBEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT;");
        FastMigrate fastMigrate = sandbox.managed();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.position()).contains(new Script.Position(5, 1));
        assertThat(failure).hasMessageContaining("without a transaction");
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1", "2");
    }

    /** Run again after the failure, the first statement would insert the row that lets the last one pass. */
    @Test
    void runsStatementsThatAskForTheLastRowidOnlyOnce() throws Exception {
        ScriptFailedException failure = fails("""
                CREATE TABLE k (x PRIMARY KEY) WITHOUT ROWID;
                INSERT INTO k SELECT 'again' WHERE last_insert_rowid() = 777;
                INSERT INTO t (rowid, a) VALUES (777, 7);
                INSERT INTO t SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM k);""");
        assertThat(failure.position()).contains(new Script.Position(4, 1));
    }
}
