package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script on SQLite whose author asks for no transaction. */
class NoTransactionTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws Exception {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    }

    private Plan.Step plan(String script) throws Exception {
        return sandbox.script("0001-t.sql", script)
                .builder()
                .build()
                .plan()
                .steps()
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- fastmigrate: no-transaction\nINSERT INTO t VALUES (1);",
                "--fastmigrate:no-transaction  \r\nINSERT INTO t VALUES (1);",
                "\uFEFF/* Copyright */\n\n--   what it does\n  --  fastmigrate:  no-transaction\n-- more\n;INSERT INTO t VALUES (1);",
            })
    void isPlannedAsAsked(String script) throws Exception {
        Plan.Step planned = plan(script);
        assertThat(planned.execution()).isEqualTo(Plan.Execution.NON_TRANSACTIONAL);
        assertThat(planned.reason())
                .hasValueSatisfying(why -> assertThat(why).contains("-- fastmigrate: no-transaction"));
        assertThat(sandbox.builder().build().plan().warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.NOT_ATOMIC);
            assertThat(warning.message()).contains("0001-t.sql").contains("not undone if it fails");
        });
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- not fastmigrate: no-transaction, please\nINSERT INTO t VALUES (1);",
                "/* not\n-- fastmigrate: no-transaction\n*/ INSERT INTO t VALUES (1);",
                "-- fastmigrate made no transaction table\nINSERT INTO t VALUES (1);",
                "-- made by fastmigrate: no-transaction\nINSERT INTO t VALUES (1); -- fastmigrate",
                "SELECT '-- fastmigrate: no-transaction\n'; INSERT INTO t VALUES (1);"
            })
    void isAtomicElsewhere(String script) throws Exception {
        assertThat(plan(script).execution()).isEqualTo(Plan.Execution.ATOMIC);
    }

    /** No one must believe that a script runs without a transaction that has one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "INSERT INTO t VALUES (1);\\n-- fastmigrate: no-transaction\\nINSERT INTO t VALUES (2); ~ 2:1: the comment -- fastmigrate: no-transaction has no effect behind",
                "INSERT -- fastmigrate: no-transaction\\n INTO t VALUES (1); ~ 1:8: the comment -- fastmigrate: no-transaction has no effect behind",
                "INSERT INTO t VALUES (1);\\n\\n-- fastmigrate: no-transaction ~ 3:1: the comment -- fastmigrate: no-transaction has no effect behind",
                "/* fastmigrate: no-transaction */ INSERT INTO t VALUES (1); ~ 1:1: the comment /* fastmigrate: no-transaction */ is not one that fastmigrate knows",
                "/* -- fastmigrate: no-transaction\\n*/ INSERT INTO t VALUES (1); ~ 1:1: the comment /* -- fastmigrate: no-transaction is not one",
                "-- fastmigrate: no-transactions\\nINSERT INTO t VALUES (1); ~ 1:1: the comment -- fastmigrate: no-transactions is not one",
                "-- a\\n-- FastMigrate: No-Transaction\\nINSERT INTO t VALUES (1); ~ 2:1: the comment -- FastMigrate: No-Transaction is not one",
                "-- fastmigrate: no_transaction\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate: no transaction\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate no-transaction\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate:no-transaction;\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fast-migrate: no-transaction\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- +fastmigrate notransaction\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate: non-transactional\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate: no-transaction because the CALL commits\\nINSERT INTO t VALUES (1); ~ is not one",
                "-- fastmigrate: transaction=none\\nINSERT INTO t VALUES (1); ~ is not one",
            })
    void isToldWhereTheCommentDoesNotCount(String script, String said) throws Exception {
        sandbox.script("0001-t.sql", script.replace("\\n", "\n"));
        InvalidScriptException failure = catchThrowableOfType(
                InvalidScriptException.class, sandbox.builder().build()::migrate);
        assertThat(failure).hasMessageContaining("0001-t.sql:").hasMessageContaining(said);
        assertThat(failure.advice())
                .contains("-- fastmigrate: no-transaction on its own line before the first statement");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @Test
    void keepsTheStatementsThatRanAndSaysSoAndSetsNoVersion() throws Exception {
        sandbox.script(
                "0001-t.sql",
                "-- fastmigrate: no-transaction\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (1);\n");
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class, sandbox.builder().build()::migrate);
        assertThat(failure)
                .hasMessageContaining("0001-t.sql:4:1")
                .hasMessageContaining("no-transaction")
                .hasMessageContaining("2 ran and may be kept (the last at 3:1)");
        assertThat(sandbox.query("SELECT a FROM t")).containsExactly("1", "2");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
        assertThat(sandbox.query("SELECT name FROM sqlite_schema WHERE name = '_fastmigrate_history'"))
                .isEmpty();
    }

    @Test
    void isPutBackWhereTheRunAskedForIt() throws Exception {
        sandbox.script("0001-t.sql", "-- fastmigrate: no-transaction\nINSERT INTO t VALUES (1), (2); nonsense;");
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class,
                sandbox.builder().restoreOnFailure().build()::migrate);
        assertThat(failure).hasMessageContaining("restored");
        assertThat(sandbox.query("SELECT a FROM t")).isEmpty();
    }

    @Test
    void mayNotUseWhatOnlyATransactionMakesSafe() throws Exception {
        sandbox.script(
                "0001-t.sql", "-- fastmigrate: no-transaction\nPRAGMA writable_schema = 1; INSERT INTO t VALUES (1);");
        assertThat(catchThrowableOfType(
                        InvalidScriptException.class, sandbox.builder().build()::migrate))
                .hasMessageContaining("0001-t.sql:2:1");
    }

    /** Foreign keys that a script asked for are its own affair. */
    @Test
    void hasForeignKeysOffAfterAScriptThatHadThemOn() throws Exception {
        sandbox.script("0001-on.sql", """
                        PRAGMA foreign_keys = ON;
                        CREATE TABLE parent (id INTEGER PRIMARY KEY);
                        CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES parent ON DELETE CASCADE);
                        INSERT INTO parent VALUES (1);
                        INSERT INTO child VALUES (1, 1);
                        """);
        sandbox.script(
                "0002-off.sql", "-- fastmigrate: no-transaction\nDELETE FROM parent; INSERT INTO parent VALUES (1);");
        assertThat(sandbox.builder().build().migrate().after()).isEqualTo(new Version(2));
        assertThat(sandbox.query("SELECT * FROM child")).containsExactly("1|1");
    }
}
