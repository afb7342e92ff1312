package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class PostgresTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    PostgresTest() {}

    @BeforeEach
    void open() throws SQLException {
        db = new Workshop(Servers.postgres(), directory);
    }

    @Test
    void rollsBackDefinitionsAndVersionTogether() throws Exception {
        db.script(
                "0001-a.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (1);\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure.position()).contains(new Script.Position(3, 13));
        assertThat(failure)
                .hasMessageContainingAll(
                        "0001-a.sql:3:13", "relation \"nowhere\" does not exist", "42P01", "            ^");
        assertThat(db.version()).isZero();
        assertThat(db.query("SELECT to_regclass('a') IS NULL")).containsExactly("t");
    }

    @Test
    void plansWhatRefusesTransactionWithReasonAndPosition() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n")
                .script(
                        "0002-index.sql",
                        "INSERT INTO a VALUES (1);\nCREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a;\n");
        FastMigrate fastMigrate = db.builder().build();
        fastMigrate.create();
        Plan.Step planned = fastMigrate.plan().steps().get(1);
        assertThat(planned.execution()).isEqualTo(Plan.Execution.NON_TRANSACTIONAL);
        assertThat(planned.reason()).hasValue("CREATE INDEX CONCURRENTLY cannot run in a transaction (line 2)");
        assertThat(planned.position()).contains(new Script.Position(2, 1));
        assertThat(fastMigrate.plan().warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.NOT_ATOMIC);
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
        assertThat(db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                .containsExactly("t");
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_progress")).containsExactly("0");
    }

    @Test
    void goesOnBehindWhatIsDoneOfScriptThatRefusesTransaction() throws Exception {
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);\nVACUUM a;\n"
                        + "CREATE UNIQUE INDEX CONCURRENTLY i ON a (id);\nINSERT INTO a VALUES (3);\n");
        assertThat(db.fails())
                .hasMessageContainingAll("could not create unique index", "Its first 3 statements are applied");
        assertThat(db.query("SELECT count(*) FROM pg_class WHERE relname = 'i'"))
                .as("an invalid index is not left behind")
                .containsExactly("0");
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1); -- done\nVACUUM a;\n"
                        + "CREATE INDEX CONCURRENTLY i ON a (id);\nINSERT INTO a VALUES (3);\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("3");
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void takesScriptsOwnTransactionWithItsModesIntoOurs() throws Exception {
        db.script(
                "0001-a.sql",
                "BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a AS SELECT current_setting('transaction_isolation') AS"
                        + " level;\nCOMMIT;\n");
        assertThat(db.builder().build().create().isNew()).isTrue();
        assertThat(db.builder().build().plan().steps().get(0).execution()).isEqualTo(Plan.Execution.OWN_TRANSACTION);
        db.migrate();
        assertThat(db.query("SELECT level FROM a")).containsExactly("serializable");
        db.script("0002-a.sql", "BEGIN;\nINSERT INTO a VALUES ('lost');\nCOMMIT;\nSELECT 1/0;\n");
        db.fails();
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("1");
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void keepsEachOfSeveralOwnTransactionsOnce() throws Exception {
        String first = "CREATE TABLE a (id int);\nBEGIN;\nINSERT INTO a VALUES (1);\nCOMMIT;\nBEGIN;\n";
        db.script("0001-a.sql", first + "INSERT INTO a VALUES (2);\nSELECT 1/0;\nCOMMIT;\n");
        assertThat(db.fails()).hasMessageContaining("Its first 4 statements are applied");
        db.script("0001-a.sql", first + "INSERT INTO a VALUES (2);\nCOMMIT;\n");
        db.migrate();
        assertThat(db.query("SELECT id FROM a ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void addsValueToTypeAndUsesIt() throws Exception {
        db.script("0001-a.sql", "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE a (m mood);\n")
                .script("0002-b.sql", "ALTER TYPE mood ADD VALUE 'happy';\nINSERT INTO a VALUES ('happy');\n")
                .script("0003-c.sql", "ALTER TYPE mood ADD VALUE 'glad';\nCREATE TABLE b (id int);\n");
        FastMigrate fastMigrate = db.builder().build();
        fastMigrate.create();
        assertThat(fastMigrate.plan().steps())
                .extracting(Plan.Step::execution)
                .containsExactly(Plan.Execution.ATOMIC, Plan.Execution.NON_TRANSACTIONAL, Plan.Execution.ATOMIC);
        fastMigrate.migrate();
        assertThat(db.query("SELECT m FROM a")).containsExactly("happy");
    }

    @Test
    void letsNoScriptSeeWhatAnEarlierOneSet() throws Exception {
        db.script(
                        "0001-a.sql",
                        "CREATE SCHEMA s;\nSET search_path = s;\nCREATE TEMP TABLE t (id int);\nSET timezone = 'Asia/Tokyo';\n")
                .script(
                        "0002-b.sql",
                        "CREATE TABLE a AS SELECT current_setting('search_path') AS path, to_regclass('t') IS NULL AS gone,"
                                + " current_setting('timezone') AS zone;\n");
        db.migrate();
        assertThat(db.query("SELECT path || ' ' || gone FROM a")).containsExactly("\"$user\", public true");
        assertThat(db.query("SELECT zone FROM a")).doesNotContain("Asia/Tokyo");
    }

    @Test
    void runsInSchemaThatIsNamed() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        FastMigrate library = db.builder().schema("library").build();
        assertThat(library.create().isNew()).isTrue();
        library.migrate();
        assertThat(db.query("SELECT table_schema FROM information_schema.tables WHERE table_name IN ('a', '_meta')"))
                .containsExactly("library", "library");
        assertThat(db.builder().schema("other").build().status().state().name()).isEqualTo("MISSING");
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void waitsForTableAndTriesAgain() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        db.migrate();
        db.script("0002-b.sql", "ALTER TABLE a ADD COLUMN b int;\n");
        CompletableFuture<Void> locked = new CompletableFuture<>();
        try (Connection other = DriverManager.getConnection(db.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE a IN ACCESS SHARE MODE");
            assertThat(catchThrowableOfType(
                            ScriptFailedException.class,
                            db.builder().lockTimeout(Duration.ofMillis(300)).build()::migrate))
                    .hasMessageContaining("lock timeout");
            CompletableFuture<Version> migrated = CompletableFuture.supplyAsync(
                    () -> db.builder().build().migrate().after());
            while (db.query("SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty()) {
                Thread.onSpinWait();
            }
            other.commit();
            locked.complete(null);
            assertThat(migrated.get()).isEqualTo(new Version(2));
        }
    }

    @Test
    void runsScriptAgainThatLostARace() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\nCREATE SEQUENCE tries;\n");
        db.migrate();
        db.script(
                "0002-b.sql",
                "DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '40001'; END IF;"
                        + " END $$;\nINSERT INTO a VALUES (1);\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("1");
        assertThat(db.query("SELECT last_value FROM tries")).containsExactly("3");
    }

    @Test
    void namesWhoHoldsTheLock() throws Exception {
        db.script("0001-wait.sql", "SELECT pg_sleep(600);\n");
        db.builder().build().create();
        Thread holder = new Thread(() -> assertThat(catchThrowable(db::migrate)).isNotNull());
        holder.start();
        while (db.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'").isEmpty()) {
            Thread.onSpinWait();
        }
        LockTimeoutException failure = catchThrowableOfType(
                LockTimeoutException.class,
                db.builder().lockTimeout(Duration.ofMillis(200)).build()::migrate);
        assertThat(failure.holder())
                .hasValueSatisfying(who -> assertThat(who)
                        .contains(
                                "server process",
                                "fastmigrate process " + ProcessHandle.current().pid()));
        holder.interrupt();
        holder.join();
        assertThat(db.version()).isZero();
    }

    @Test
    void refusesWhatOnlyPsqlUnderstands() throws Exception {
        db.builder().build().create();
        db.script("0001-a.sql", "\\connect other\nSELECT 1;\n");
        assertThat(catchThrowableOfType(
                        InvalidScriptException.class, db.builder().build()::migrate))
                .hasMessageContainingAll("\\connect", "psql");
    }

    @Test
    void givesProcessTheUrlWithoutSecretsAndTheseByEnvironment() throws Exception {
        db.script(
                "0001-tell.sh",
                "printf '%s\\n' \"$1\" \"$FASTMIGRATE_DB\" \"$FASTMIGRATE_DB_USER\" \"$FASTMIGRATE_DB_PASSWORD\""
                        + " > \"$(dirname \"$0\")/told.txt\"\n");
        FastMigrate fastMigrate =
                db.builder().username("postgres").password("s3cret/word").build();
        fastMigrate.create();
        fastMigrate.migrate();
        String plain = db.url().replaceFirst("\\?.*", "");
        assertThat(Files.readAllLines(db.directory().resolve("told.txt")))
                .containsExactly(plain, plain, "postgres", "s3cret/word");
        assertThat(fastMigrate.databaseName()).isEqualTo(plain);
    }

    @Test
    void runsAllScriptsInOneTransaction() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n").script("0002-b.sql", "INSERT INTO a VALUES (1/0);\n");
        FastMigrate fastMigrate = db.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        assertThat(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate))
                .hasMessageContaining("division by zero");
        assertThat(db.version()).isZero();
        assertThat(db.query("SELECT to_regclass('a') IS NULL")).containsExactly("t");
    }

    @Test
    void saysThatADatabaseIsNotThere() {
        String missing = Servers.postgres("nowhere");
        FastMigrate fastMigrate =
                FastMigrate.database(missing).migrations(db.directory()).build();
        assertThat(fastMigrate.status().state().name()).isEqualTo("MISSING");
        assertThat(catchThrowableOfType(DatabaseNotFoundException.class, fastMigrate::create)
                        .advice())
                .contains("CREATE DATABASE");
    }

    @Test
    void saysThatAUserMayNotDefine() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        db.builder().build().create();
        db.execute("CREATE ROLE reader" + ProcessHandle.current().pid() + " LOGIN");
        DatabaseUnusableException failure = catchThrowableOfType(
                DatabaseUnusableException.class,
                db.builder().username("reader" + ProcessHandle.current().pid()).build()::migrate);
        assertThat(failure.problem()).isEqualTo(Problem.NO_ACCESS);
        assertThat(failure).hasMessageContaining("permission denied");
        assertThat(List.of(db.version())).containsExactly(0);
    }
}
