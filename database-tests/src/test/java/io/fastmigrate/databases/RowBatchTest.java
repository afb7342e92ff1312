package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Rows that PostgreSQL is given many at a time: the result, and each error, are as one by one. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class RowBatchTest {

    private static final int ROWS = 1_200;

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // set before each test
    RowBatchTest() {}

    @BeforeEach
    void open() throws Exception {
        db = new Workshop(Servers.postgres(), directory)
                .script("0001-t.sql", "CREATE TABLE t (a int PRIMARY KEY, b text);\n");
        db.migrate();
    }

    private static String rows(int count) {
        StringBuilder sql = new StringBuilder();
        for (int row = 1; row <= count; row++) {
            sql.append("INSERT INTO t VALUES (").append(row).append(", 'x');\n");
        }
        return sql.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 499, 500, 501, 700, ROWS})
    void theRowThatFailsIsNamedAndNoneIsLeft(int wrong) throws Exception {
        db.script("0002-rows.sql", rows(ROWS).replace("(" + wrong + ",", "('y" + wrong + "',"));
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("0002-rows.sql:" + wrong + ":").hasMessageContaining("\"y" + wrong);
        assertThat(failure.position().orElseThrow().line()).isEqualTo(wrong);
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("0");
        assertThat(db.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE t (a int)", "CREATE TABLE w (a nothing)", "CREATE TABLE w (a int, a int)"})
    void theTableThatCannotBeMadeIsNamedAndNoneIsLeft(String wrong) throws Exception {
        db.script(
                "0002-tables.sql",
                "CREATE TABLE u (a int);\nINSERT INTO u VALUES (1);\n  " + wrong + ";\nCREATE TABLE v (a int);\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure.position().orElseThrow().line()).isEqualTo(3);
        assertThat(db.query("SELECT tablename FROM pg_tables WHERE tablename IN ('u', 'v', 'w')"))
                .isEmpty();
        db.script("0002-tables.sql", "CREATE TABLE u (a int);\nINSERT INTO u VALUES (1);\nCREATE TABLE v (a int);\n");
        db.migrate();
        assertThat(db.query("SELECT a FROM u")).containsExactly("1");
    }

    @Test
    void aRowThatIsThereAlreadyIsNamed() throws Exception {
        db.script("0002-rows.sql", rows(ROWS).replace("(900,", "(17,"));
        assertThat(db.fails()).hasMessageContaining("0002-rows.sql:900:1").hasMessageContaining("duplicate key");
    }

    @Test
    void whatReturnsRowsOrIsNotAboutRowsRunsInItsPlace() throws Exception {
        db.script(
                "0002-mixed.sql",
                "CREATE TABLE seen (what text);\n" + rows(3)
                        + "INSERT INTO seen SELECT 'rows ' || count(*) FROM t;\n"
                        + "INSERT INTO t VALUES (4, 'returned') RETURNING a;\n"
                        + "SELECT a FROM t;\n"
                        + "INSERT INTO seen SELECT 'rows ' || count(*) FROM t;\n"
                        + "SAVEPOINT mine;\n"
                        + "DELETE FROM t;\nINSERT INTO seen VALUES ('lost');\n"
                        + "ROLLBACK TO SAVEPOINT mine;\nRELEASE SAVEPOINT mine;\n"
                        + "UPDATE t SET b = 'it''s; changed' WHERE a = 1;\nDELETE FROM t WHERE a = 2;\n"
                        + "ALTER TABLE t ADD c int NOT NULL DEFAULT 7;\n"
                        + "INSERT INTO t (a, b, c) VALUES (5, $q$a;b$q$, 8);\nUPDATE t SET c = c + 1 WHERE a < 5;\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT what FROM seen ORDER BY what")).containsExactly("rows 3", "rows 4");
        assertThat(db.query("SELECT concat_ws('|', a, b, c) FROM t ORDER BY a"))
                .containsExactly("1|it's; changed|8", "3|x|8", "4|returned|8", "5|a;b|8");
    }

    /** Such an INSERT returns rows although it does not say so, which a batch does not take. */
    @Test
    void aRuleThatSelectsInsteadRuns() throws Exception {
        db.script(
                "0002-rule.sql",
                "CREATE VIEW v AS SELECT * FROM t;\n"
                        + "CREATE RULE r AS ON INSERT TO v DO INSTEAD (INSERT INTO t VALUES (new.a, new.b);"
                        + " SELECT count(*) FROM t);\n"
                        + "INSERT INTO v VALUES (1, 'one');\nINSERT INTO v VALUES (2, 'two');\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT a FROM t ORDER BY a")).containsExactly("1", "2");
    }

    @Test
    void aBreakAmongRowsSaysBetweenWhichLines() throws Exception {
        db.script(
                "0002-rows.sql",
                "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.a = 60 THEN PERFORM"
                        + " pg_terminate_backend(pg_backend_pid()); END IF; RETURN new; END $$;\n"
                        + "CREATE TRIGGER die BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION die();\n" + rows(100));
        assertThat(db.fails()).hasMessageContaining("It happened between line 3 and line 102.");
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void anInterruptionEndsTheWaitForABatch() throws Exception {
        db.script(
                "0002-rows.sql",
                "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600);"
                        + " RETURN NEW; END $$;\nCREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW"
                        + " EXECUTE FUNCTION wait();\n" + rows(10));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread run = new Thread(() -> {
            failure.set(catchThrowableOfType(FastMigrateException.class, db::migrate));
            ended.countDown();
        });
        run.start();
        while (db.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()")
                .isEmpty()) {
            Thread.onSpinWait();
        }
        run.interrupt();
        ended.await();
        assertThat(failure.get()).isInstanceOf(MigrationInterruptedException.class);
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("0");
    }

    /** Rows take few messages, and a script beside them a number that does not grow without notice. */
    @Test
    void takesFewMessages() throws Exception {
        assertThat(messages("0002-one.sql", rows(1))).isLessThanOrEqualTo(messages("0003-none.sql", "SELECT 1;\n"));
        assertThat(messages("0004-rows.sql", "DELETE FROM t;\n" + rows(ROWS)))
                .isLessThanOrEqualTo(messages("0005-none.sql", "SELECT 1;\n") + 3);
        assertThat(messages("0006-none.sql", "SELECT 1;\n")).isLessThanOrEqualTo(40);
    }

    /** Returns how many calls of JDBC that wait for an answer one script takes, all around it included. */
    private int messages(String script, String text) throws Exception {
        db.script(script, text);
        AtomicInteger count = new AtomicInteger();
        FastMigrate.dataSource(counting(count))
                .migrations(db.directory())
                .build()
                .migrate();
        return count.get();
    }

    private DataSource counting(AtomicInteger count) {
        return new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return counted(Connection.class, DriverManager.getConnection(db.url()), count);
            }
        };
    }

    private static <T> T counted(Class<T> type, T real, AtomicInteger count) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (List.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback")
                            .contains(method.getName())) {
                        count.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof Statement ? statement(method.getReturnType(), result, count) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static <T> T statement(Class<T> type, Object real, AtomicInteger count) {
        return counted(type, type.cast(real), count);
    }
}
