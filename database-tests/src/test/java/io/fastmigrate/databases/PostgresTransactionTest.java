package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Warning;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts and users ask of a transaction on PostgreSQL. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class PostgresTransactionTest {

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    PostgresTransactionTest() {}

    @BeforeEach
    void open() throws SQLException {
        db = new Workshop(Servers.postgres(), directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n",
                "BEGIN;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n",
                "BEGIN READ WRITE;\nSET LOCAL TRANSACTION ISOLATION LEVEL SERIALIZABLE, DEFERRABLE;\n",
                "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE;\n"
            })
    void isWhatTheScriptSetsFirst(String begin) throws Exception {
        String end = begin.startsWith("BEGIN") ? "COMMIT;\n" : "";
        db.script(
                "0001-a.sql",
                begin + "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS level;\n" + end);
        assertThat(db.migrate().after().number()).isEqualTo(1);
        assertThat(db.query("SELECT level FROM a")).containsExactly("serializable");
    }

    @Test
    void waitsNoLongerForATableThanItsUserSays() throws Exception {
        String name = db.query("SELECT current_database()").get(0);
        db.execute("ALTER DATABASE " + name + " SET lock_timeout = '300ms'");
        db.script("0001-a.sql", "CREATE TABLE a AS SELECT current_setting('lock_timeout') AS t;\n");
        db.migrate();
        assertThat(db.query("SELECT t FROM a")).containsExactly("300ms");
    }

    @Test
    void ofAWholeRunEndsBeforeAScriptThatAddsAValueToAType() throws Exception {
        db.script("0001-type.sql", "CREATE TYPE state AS ENUM ('draft');\nCREATE TABLE doc (state state);\n")
                .script("0002-value.sql", "ALTER TYPE state ADD VALUE 'archived';\n")
                .script("0003-use.sql", "INSERT INTO doc VALUES ('archived');\n");
        var fastMigrate = db.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        assertThat(fastMigrate.plan().warnings())
                .extracting(Warning::message)
                .singleElement()
                .asString()
                .contains("0002-value.sql", "adds a value to a type");
        assertThat(fastMigrate.migrate().after().number()).isEqualTo(3);
    }

    @Test
    void ofAWholeRunThatCannotBeHasAnAdvice() throws Exception {
        db.script(
                        "0001-tables.sql",
                        "CREATE TABLE a (id INT PRIMARY KEY);\nCREATE TABLE b (id INT REFERENCES a (id) DEFERRABLE"
                                + " INITIALLY DEFERRED);\n")
                .script("0002-rows.sql", "INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);\n")
                .script("0003-column.sql", "ALTER TABLE b ADD COLUMN c INT;\n");
        var fastMigrate = db.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContaining("0003-column.sql");
        assertThat(failure.advice()).contains("transaction: script");
        assertThat(db.migrate().after().number()).isEqualTo(3);
    }

    @Test
    void ofOneScriptDoesNotBlameOthers() throws Exception {
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id INT PRIMARY KEY);\nCREATE TABLE b (id INT REFERENCES a (id) DEFERRABLE INITIALLY"
                        + " DEFERRED);\nINSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);\nALTER TABLE b ADD c INT;\n");
        var fastMigrate = db.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure).hasMessageContaining("55006");
        assertThat(failure.advice()).doesNotContain("an earlier script");
    }

    @Test
    void ofAWholeRunRunsAgainWhenItLostARace() throws Exception {
        db.builder().build().create();
        db.execute("CREATE SEQUENCE tries");
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n")
                .script(
                        "0002-b.sql",
                        "DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '40001';"
                                + " END IF; END $$;\nINSERT INTO a VALUES (1);\n");
        List<Integer> started = new ArrayList<>();
        Report report = db.builder()
                .transaction(TransactionScope.RUN)
                .listener(new MigrationListener() {
                    @Override
                    public void onStarted(Plan.Step step) {
                        started.add(step.script().version().number());
                    }
                })
                .build()
                .migrate();
        assertThat(report.applied()).hasSize(2);
        assertThat(started).containsExactly(1, 2);
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("1");
    }

    @Test
    void isNotSetBackByAProcessThatAnotherMigrationOvertook() throws Exception {
        db.builder().build().create();
        db.script("0001-a.sh", "echo ready\nwhile [ ! -e \"$0.go\" ]; do sleep 0.05; done\n");
        ScriptFailedException failure = catchThrowableOfType(
                ScriptFailedException.class,
                () -> db.builder()
                        .listener(new MigrationListener() {
                            @Override
                            public void onOutput(Script script, String line) {
                                try {
                                    db.execute("UPDATE _meta SET version = 7");
                                    Files.createFile(Path.of(script.location() + ".go"));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        })
                        .build()
                        .migrate());
        assertThat(failure).hasMessageContaining("the version went from 0 to 7");
        assertThat(db.version()).isEqualTo(7);
    }

    @Test
    void aUserWhoseTransactionsOnlyReadMigrates() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.execute(
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET default_transaction_read_only ="
                        + " on'; END $$");
        db.script("0001-t.sql", "CREATE TABLE t (a int);\nSET search_path = public;\n")
                .script("0002-i.sql", "CREATE INDEX CONCURRENTLY i ON t (a);\n")
                .script("0003-i.sql", "INSERT INTO t VALUES (1);\nCREATE INDEX CONCURRENTLY j ON t (a);\n");
        db.migrate();
        assertThat(db.version()).isEqualTo(3);
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("1");
    }
}
