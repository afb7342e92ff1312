package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that SQLite itself runs without a word, though they break what a script may rely on, or cannot be meant. */
class UnsafeScriptTest {

    @TempDir
    Path directory;

    private Sandbox sandbox;

    @BeforeEach
    void makeDatabase() throws SQLException, IOException {
        sandbox = Sandbox.in(directory);
        sandbox.managed();
        sandbox.execute(
                "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> 'bad')); INSERT INTO t VALUES (1, 'x')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode=OFF; UPDATE t SET b = 'y'; SELECT nonsense FROM t;",
                "UPDATE t SET b = 'y'; PRAGMA main.journal_mode = memory;",
                "UPDATE t SET b = 'y'; VACUUM; UPDATE t SET b = 'z'; PRAGMA \"Journal_Mode\"('o')",
                "BEGIN; PRAGMA journal_mode(off); UPDATE t SET b = 'y'; COMMIT;",
                "PRAGMA synchronous = 8; UPDATE t SET b = 'y';",
                "PRAGMA synchronous=off; PRAGMA journal_mode = WAL; UPDATE t SET b = 'y';",
                "PRAGMA writable_schema = 1; UPDATE t SET b = 'y'; VACUUM; UPDATE t SET b = 'z';",
                "UPDATE t SET b = 'y'; VACUUM; PRAGMA ignore_check_constraints = 1; UPDATE t SET b = 'bad';"
            })
    void refusesWhatNothingCouldTakeBack(String script) throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        FastMigrate fastMigrate =
                sandbox.script("0001-fast.sql", script).builder().build();
        for (Runnable act : List.<Runnable>of(fastMigrate::plan, fastMigrate::migrate)) {
            assertThatThrownBy(act::run)
                    .isInstanceOf(InvalidScriptException.class)
                    .hasMessageContaining("0001-fast.sql:1:")
                    .hasMessageContaining("PRAGMA ");
        }
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        assertThat(fastMigrate.status().version().number()).isZero();
    }

    @Test
    void aScriptThatRanOnceIsNotCalledChangedBecauseItWouldBeRefusedNow() throws Exception {
        sandbox.script("0001-fast.sql", "PRAGMA synchronous = OFF; UPDATE t SET b = 'y';");
        FastMigrate fastMigrate = sandbox.builder().build();
        sandbox.script("0001-fast.sql", "UPDATE t SET b = 'y';");
        fastMigrate.migrate();
        sandbox.script("0001-fast.sql", "PRAGMA synchronous = OFF; UPDATE t SET b = 'y';");
        fastMigrate.accept(new Version(1));
        sandbox.script("0002-more.sql", "UPDATE t SET b = 'z';");
        assertThat(fastMigrate.migrate().warnings()).isEmpty();
    }

    @Test
    void commitsAnEditedSchemaOnlyIfItIsSound() throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        String edit = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = %s WHERE name = 't';"
                + " PRAGMA writable_schema = OFF;";
        sandbox.script("0001-edit.sql", edit.formatted("'CREATE TABL t (a)'"));
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("integrity_check")
                .hasMessageContaining("malformed database schema");
        sandbox.script(
                "0001-edit.sql", edit.formatted("'CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> ''x''))'"));
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("CHECK constraint failed in t");
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        sandbox.script(
                "0001-edit.sql",
                edit.formatted("'CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT DEFAULT ''n'')'"));
        try (Connection other = sandbox.connect()) {
            assertThat(Sandbox.query(other, "SELECT * FROM t")).containsExactly("1|x");
            sandbox.builder().build().migrate();
            assertThat(Sandbox.query(other, "SELECT * FROM t")).containsExactly("1|x|n");
        }
    }

    @Test
    void ignoringChecksLeavesNoRowThatBreaksOne() throws Exception {
        sandbox.script(
                "0001-rows.sql", "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (2, 'bad'), (3, 'bad');");
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("CHECK constraint failed in t (2 times)");
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("1");
        sandbox.script(
                "0001-rows.sql",
                "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (2, 'bad'); UPDATE t SET b = 'good' WHERE"
                        + " a = 2;");
        assertThat(sandbox.builder().build().migrate().applied()).hasSize(1);
    }

    @Test
    void rowsThatBrokeACheckBeforeAreNoFault() throws Exception {
        sandbox.execute("PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (2, 'bad')");
        sandbox.script("0001-rows.sql", "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (3, 'good');");
        assertThat(sandbox.builder().build().migrate().applied()).hasSize(1);
    }

    @Test
    void otherConnectionsNoticeANewSchemaWhateverItsNumber() throws Exception {
        String number = sandbox.query("PRAGMA schema_version").get(0);
        sandbox.script("0001-index.sql", "CREATE UNIQUE INDEX t_b ON t (b); PRAGMA schema_version = " + number + ";");
        try (Connection other = sandbox.connect()) {
            Sandbox.query(other, "SELECT * FROM t");
            sandbox.builder().withoutHistory().build().migrate();
            Sandbox.query(other, "SELECT count(*) FROM t");
            try (var statement = other.createStatement()) {
                statement.executeUpdate("INSERT INTO t VALUES (2, 'w')");
            }
        }
        assertThat(sandbox.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {":admin_mail", "@region", "$plan", "$a::b(c)", "?", "?1", ":1"})
    void refusesAParameterWithItsPosition(String parameter) throws Exception {
        List<String> before = Sandbox.content(sandbox.database());
        for (String script : List.of(
                "INSERT INTO t VALUES (2, %s);",
                "PRAGMA journal_mode = WAL; INSERT INTO t SELECT 2, %s;",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT %s; END;",
                "CREATE TABLE u (a CHECK (a <> %s));",
                "INSERT INTO t VALUES (2, 'b'); VACUUM; INSERT INTO t VALUES (3, %s);")) {
            String text = "-- :no @parameter\n  " + script.formatted(parameter);
            sandbox.script("0001-values.sql", text);
            int column = text.lastIndexOf(parameter) - text.lastIndexOf('\n');
            String message = "0001-values.sql:2:" + column + ": " + parameter + " is a parameter";
            assertThat(sandbox.builder().build().plan().warnings()).anySatisfy(warning -> {
                assertThat(warning.kind()).isEqualTo(Warning.Kind.PARAMETER);
                assertThat(warning.message()).contains(message);
            });
            assertThatThrownBy(sandbox.builder().build()::migrate)
                    .isInstanceOf(ScriptFailedException.class)
                    .hasMessageContaining(message);
        }
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        sandbox.script("0001-values.sql", "INSERT INTO t VALUES (2, 'b');")
                .script(
                        "0002-values.sql",
                        "INSERT INTO t VALUES (3, 'c');\nINSERT INTO t VALUES (4, " + parameter + ");");
        for (TransactionScope scope : TransactionScope.values()) {
            assertThatThrownBy(sandbox.builder().transaction(scope).build()::migrate)
                    .isInstanceOfSatisfying(
                            ScriptFailedException.class,
                            failure -> assertThat(failure.advice()).contains("single quotes"))
                    .hasMessageContaining("0002-values.sql:2:26: " + parameter);
            assertThat(sandbox.query("SELECT version, (SELECT count(*) FROM t) FROM _meta"))
                    .containsExactly("1|2");
        }
    }

    @Test
    void takesSignsInTextsAndCommentsForNoParameter() throws Exception {
        sandbox.script(
                "0001-values.sql",
                "/* :a @b */ INSERT INTO t VALUES (2, 'a:b @home $5 ?'); -- $c ?1\nCREATE TABLE \":x\" ([@y], `$z`);");
        assertThat(sandbox.builder().build().migrate().applied()).hasSize(1);
    }

    @Test
    void warnsOfACommentThatIsNeverClosed() throws Exception {
        sandbox.script("0001-rows.sql", "INSERT INTO t VALUES (2, 'b');\n  /* and\nINSERT INTO t VALUES (3, 'c');\n");
        Plan plan = sandbox.builder().build().plan();
        Report report = sandbox.builder().build().migrate();
        assertThat(List.of(plan.warnings(), report.warnings()))
                .allSatisfy(warnings -> assertThat(warnings).singleElement().satisfies(warning -> {
                    assertThat(warning.kind()).isEqualTo(Warning.Kind.OPEN_COMMENT);
                    assertThat(warning.message()).contains("0001-rows.sql:2:3:");
                }));
    }

    @Test
    void failsOfSuchACommentBeforeAnythingRunsWhereNamingIsStrict() throws Exception {
        sandbox.script("0001-rows.sql", "INSERT INTO t VALUES (2, 'b');");
        sandbox.script("0002-rows.sql", "INSERT INTO t VALUES (3, 'c');\n  /* and\nINSERT INTO t VALUES (4, 'd');\n");
        FastMigrate strict = sandbox.builder().strictNaming().build();
        List<String> before = Sandbox.content(sandbox.database());
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(strict::status, strict::plan, strict::migrate, strict::rehearse)) {
            assertThatThrownBy(call).isInstanceOfSatisfying(InvalidScriptException.class, error -> {
                assertThat(error)
                        .hasMessageContaining("0002-rows.sql:2:3: the comment that begins here is never closed");
                assertThat(error.position()).contains(new Script.Position(2, 3));
                assertThat(error.advice()).contains("Close it with */");
            });
        }
        assertThat(Sandbox.content(sandbox.database())).isEqualTo(before);
        sandbox.script("0002-rows.sql", "INSERT INTO t VALUES (3, 'c'); -- /* open\n/* closed **/");
        assertThat(strict.migrate().applied()).hasSize(2);
        sandbox.script("0003-rows.sql", "INSERT INTO t VALUES (5, 'e'); /*/ open");
        assertThatThrownBy(strict::migrate).hasMessageContaining("0003-rows.sql:1:32:");
    }

    @Test
    void findsTheBeginOfALongCommentThatIsNeverClosed() throws Exception {
        sandbox.script(
                "0001-rows.sql",
                "/* closed " + "x".repeat(20_000) + " */\nINSERT INTO t VALUES (2, 'b') /* " + "ü".repeat(20_000));
        assertThat(sandbox.builder().build().plan().warnings().toString()).contains("0001-rows.sql:2:31:");
        sandbox.script("0001-rows.sql", "/* closed " + "x".repeat(20_000) + " */\nSELECT 1; -- open");
        assertThat(sandbox.builder().build().plan().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; INSERT INTO t VALUES (2, 'b'); ROLLBACK;",
                "BEGIN; INSERT INTO t VALUES (2, 'b'); ROLLBACK; SELECT 1; PRAGMA foreign_keys = ON;",
                "SAVEPOINT s; INSERT INTO t VALUES (2, 'b'); ROLLBACK TO s; RELEASE s;",
                "BEGIN; SAVEPOINT s; INSERT INTO t VALUES (2, 'b'); ROLLBACK TO s; RELEASE s; END;",
                "SAVEPOINT a; SAVEPOINT b; INSERT INTO t VALUES (2, 'b'); RELEASE b; ROLLBACK TO a; RELEASE a;",
                "SAVEPOINT a; INSERT INTO t VALUES (2, 'b'); ROLLBACK;",
                "BEGIN; DELETE FROM t; ROLLBACK; BEGIN; INSERT INTO t VALUES (2, 'b'); ROLLBACK TRANSACTION;"
            })
    void aScriptThatKeepsNothingDoesNotCountAsApplied(String script) throws Exception {
        sandbox.script("0001-nothing.sql", script);
        assertThatThrownBy(sandbox.builder().build()::migrate)
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("rolls back all its changes");
        assertThat(sandbox.query("SELECT version FROM _meta")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; INSERT INTO t VALUES (2, 'b'); COMMIT; BEGIN; DELETE FROM t; ROLLBACK;",
                "BEGIN; DELETE FROM t; ROLLBACK; INSERT INTO t VALUES (2, 'b');",
                "SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; INSERT INTO t VALUES (2, 'b'); RELEASE s;",
                "INSERT INTO t VALUES (2, 'b'); SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; RELEASE s;"
            })
    void aScriptThatKeepsSomethingCounts(String script) throws Exception {
        sandbox.script("0001-some.sql", script);
        assertThat(sandbox.builder().build().migrate().applied()).hasSize(1);
        assertThat(sandbox.query("SELECT count(*) FROM t")).containsExactly("2");
    }
}
