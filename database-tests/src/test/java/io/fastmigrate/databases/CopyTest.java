package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COPY ... FROM STDIN in scripts for PostgreSQL, with its rows. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class CopyTest {

    private static final String TABLE = "CREATE TABLE t (a int PRIMARY KEY, b text);\n";
    private static final String COPY = "COPY t (a, b) FROM stdin;\n1\tit's; \\\\x\n2\t\\N\n\\.\n";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    CopyTest() {}

    @Test
    void rowsAndVersionAreOneTransaction() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory).script("0001-t.sql", TABLE + COPY);
        db.builder().build().create();
        assertThat(db.builder().build().plan().steps())
                .extracting(Plan.Step::execution)
                .containsExactly(Plan.Execution.ATOMIC);
        db.migrate();
        assertThat(db.query("SELECT a || coalesce(b, ' null') FROM t ORDER BY a"))
                .containsExactly("1it's; \\x", "2 null");
        db.script("0002-more.sql", "COPY t FROM stdin;\n3\tc\n\\.\nSELECT 1/0;\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("0002-more.sql:4:1");
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void aPoolOfOneConnectionHandsTheRowsOver() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory)
                .script("0001-t.sql", TABLE)
                .script("0002-csv.sql", "COPY t FROM STDIN WITH (FORMAT csv, HEADER);\na,b\n1,\"x\n;y\"\n\\.\n");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(db.url());
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            FastMigrate fastMigrate = FastMigrate.dataSource(pool)
                    .migrations(db.directory())
                    .transaction(TransactionScope.RUN)
                    .build();
            fastMigrate.create();
            fastMigrate.migrate();
        }
        assertThat(db.query("SELECT b FROM t")).containsExactly("x\n;y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x\\ty|3|invalid input syntax",
                "1\\tb|3|duplicate key",
                "2|3|missing data",
                "2\\tb\\tc|3|extra data"
            })
    void aRowThatDoesNotFitIsNamedByItsLine(String row, int line, String what) throws Exception {
        String bad = row.replace("\\t", "\t");
        Workshop db = new Workshop(Servers.postgres(), directory)
                .script("0001-t.sql", TABLE + "COPY t FROM stdin;\n1\ta\n" + bad + "\n\\.\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining(what).hasMessageContaining("COPY t, line 2");
        assertThat(failure.position()).contains(new Script.Position(line + 1, 1));
        assertThat(failure.advice()).contains("this row");
        assertThat(db.version()).isZero();
    }

    @Test
    void aScriptWithoutATransactionGoesOnBehindTheRows() throws Exception {
        String head = "-- fastmigrate: no-transaction\n" + TABLE + COPY;
        Workshop db = new Workshop(Servers.postgres(), directory).script("0001-t.sql", head + "SELECT oops;\n");
        assertThat(db.fails()).hasMessageContaining("first 2 statements are applied");
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("2");

        db.script("0001-t.sql", head.replace("it's", "it is") + "SELECT 1;\n");
        assertThat(db.fails()).hasMessageContaining("but the script has changed there");

        db.script("0001-t.sql", head + "SELECT 1;\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("2");
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void rowsOfAConnectionThatIsKilledAmongThemAreNotThereAndComeOnce() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory)
                .script(
                        "0001-t.sql",
                        TABLE + "CREATE TABLE killer (x int);\nINSERT INTO killer VALUES (1);\n"
                                + "CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a = 2 AND EXISTS"
                                + " (SELECT FROM killer) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN"
                                + " NEW; END $$;\nCREATE TRIGGER kill BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION"
                                + " kill();\n")
                .script(
                        "0002-rows.sql",
                        "CREATE INDEX CONCURRENTLY i ON t (b);\n" + COPY + "INSERT INTO t VALUES (3);\n");
        assertThat(catchThrowableOfType(FastMigrateException.class, db::migrate))
                .isNotNull();
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("0");
        db.execute("DELETE FROM killer");
        db.migrate();
        assertThat(db.query("SELECT a FROM t ORDER BY a")).containsExactly("1", "2", "3");
    }

    @Test
    void aStartThatIsInterruptedAmongRowsEndsAndLeavesNone() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory)
                .script(
                        "0001-t.sql",
                        TABLE + "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM"
                                + " pg_sleep(600); RETURN NEW; END $$;\nCREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW"
                                + " EXECUTE FUNCTION wait();\n")
                .script("0002-rows.sql", COPY);
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
}
