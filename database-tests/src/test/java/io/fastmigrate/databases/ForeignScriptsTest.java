package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Plan;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that other programs wrote, or that were written for them. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class ForeignScriptsTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    ForeignScriptsTest() {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE coin (id int PRIMARY KEY, v int);\nset autocommit=0;\nINSERT INTO coin VALUES"
                        + " (1,10),(2,20);\ncommit;\nSET @@session.autocommit = OFF;\nINSERT INTO coin VALUES"
                        + " (3,30);\ncommit;\n",
                "SET AUTOCOMMIT = 0;\n"
                        + "START TRANSACTION;\n"
                        + "SET time_zone = '+00:00';\n"
                        + "CREATE TABLE coin (id int NOT NULL, v int);\n"
                        + "INSERT INTO coin VALUES (1, 10), (2, 20), (3, 30);\n"
                        + "ALTER TABLE coin ADD PRIMARY KEY (id);\n"
                        + "COMMIT;\n"
            })
    void dumpThatSwitchesAutocommitOffKeepsItsRows(String dump) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script("0001-dump.sql", dump).script("0002-after.sql", "INSERT INTO coin VALUES (4, 40);\n");
        db.migrate();
        assertThat(db.query("SELECT sum(v) FROM coin")).containsExactly("100");
        assertThat(db.version()).isEqualTo(2);
    }

    @Test
    void rowsBeforeADefinitionInOneTransactionRunOnce() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script("0001-t.sql", "CREATE TABLE t (id int);\n");
        db.migrate();
        db.script(
                "0002-dump.sql",
                "START TRANSACTION;\n"
                        + "INSERT INTO t VALUES (1);\n"
                        + "ALTER TABLE t ADD COLUMN n int;\n"
                        + "COMMIT;\n"
                        + "SELECT oops;\n");
        db.fails();
        db.script(
                "0002-dump.sql",
                "START TRANSACTION;\nINSERT INTO t VALUES (1);\nALTER TABLE t ADD COLUMN n int;\nCOMMIT;\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM t")).containsExactly("1");
    }

    @Test
    void quotesInACommentOfADumpedTriggerQuoteNothing() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script(
                "0001-dump.sql",
                "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20), price INT);\n"
                        + "DELIMITER ;;\n"
                        + "/*!50003 CREATE*/ /*!50017 DEFINER=CURRENT_USER*/ /*!50003 TRIGGER item_price BEFORE UPDATE ON"
                        + " item FOR EACH ROW\n"
                        + "BEGIN\n"
                        + "  -- don't let a price fall\n"
                        + "  IF NEW.price < 0 THEN\n"
                        + "    SET NEW.price = 0; # \"free\n"
                        + "    SET NEW.name = 'it''s free; */ no'; /* isn't it */\n"
                        + "  END IF;\n"
                        + "END */;;\n"
                        + "DELIMITER ;\n"
                        + "INSERT INTO item VALUES (1, 'a', 5), (2, 'b', 6);\n"
                        + "UPDATE item SET price = price - 6;\n");
        db.migrate();
        assertThat(db.query("SELECT CONCAT(name, '|', price) FROM item ORDER BY id"))
                .containsExactly("it's free; */ no|0", "b|0");
        assertThat(db.query("SELECT action_statement LIKE '%don''t let%' FROM information_schema.triggers WHERE"
                        + " trigger_name = 'item_price' AND trigger_schema = DATABASE()"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_TO_UPPER=FALSE",
                "DATABASE_TO_LOWER=TRUE",
                "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            })
    void h2KeepsNamesInAnyCase(String setting) throws Exception {
        Workshop db = new Workshop("jdbc:h2:file:" + directory.resolve("h2") + ";" + setting, directory);
        db.script("0001-book.sql", "CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(50));\n")
                .script(
                        "0002-row.sql",
                        "INSERT INTO book VALUES (1, 'a;b');\nCREATE INDEX book_title ON book (title);\n");
        db.migrate();
        assertThat(db.version()).isEqualTo(2);
        assertThat(db.migrate().applied()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO 'BEGIN INSERT INTO t VALUES (1); COMMIT; END';",
                "do language plpgsql 'begin insert into t values (1); if true then commit; end if; end';",
                "DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT /* now; */ ; END $$ LANGUAGE plpgsql;",
                "DO $a$ <<l>> BEGIN INSERT INTO t VALUES (1); ROLLBACK; INSERT INTO t VALUES (1); COMMIT AND CHAIN; END l $a$;"
            })
    void everyBlockThatCommitsRunsOutsideOurTransaction(String block) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-t.sql", "CREATE TABLE t (a int);\n" + block + "\nINSERT INTO t VALUES (2);\n");
        db.migrate();
        assertThat(db.query("SELECT a FROM t ORDER BY a")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO i VALUES (current_setting('transaction_isolation'));\nCOMMIT;\n",
                "BEGIN;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO i VALUES"
                        + " (current_setting('transaction_isolation'));\nCOMMIT;\n",
                "START TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO i VALUES"
                        + " (current_setting('transaction_isolation'));\nCOMMIT;\n",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO i VALUES (current_setting('transaction_isolation'));\n"
            })
    void isolationOfAScriptsTransactionIsKeptAlsoStepByStep(String transaction) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-i.sql", "CREATE TABLE i (level text);\n")
                .script("0002-alone.sql", transaction)
                .script("0003-steps.sql", transaction + "CREATE INDEX CONCURRENTLY x ON i (level);\n")
                .script("0004-marked.sql", "-- fastmigrate: no-transaction\n" + transaction);
        db.migrate();
        assertThat(db.query("SELECT level FROM i")).containsExactly("serializable", "serializable", "serializable");
    }

    @Test
    void isolationOfTheNextTransactionIsKeptOnMariaDb() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script(
                "0001-i.sql",
                "CREATE TABLE i (a int);\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO i VALUES (1);\n"
                        + "START TRANSACTION READ WRITE;\nINSERT INTO i VALUES (2);\nCOMMIT;\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM i")).containsExactly("2");
    }

    @Test
    void blockThatCommitsRunsOutsideOurTransaction() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-backfill.sql",
                "CREATE TABLE reading (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false);\n"
                        + "INSERT INTO reading SELECT n FROM generate_series(1, 10) n;\n"
                        + "DO $$ BEGIN UPDATE reading SET done = true; COMMIT; END $$;\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM reading WHERE done")).containsExactly("10");
    }

    @Test
    void blockThatOnlySpeaksOfCommitStaysInside() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-block.sql", "DO $$ BEGIN -- then commit;\n PERFORM 'x; COMMIT;'; END $$;\n");
        db.builder().build().create();
        assertThat(db.builder().build().plan().steps())
                .extracting(Plan.Step::execution)
                .containsExactly(Plan.Execution.ATOMIC);
    }

    @Test
    void scriptWithoutTransactionCallsWhatCommits() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-backfill.sql",
                "-- A backfill.\n"
                        + "-- fastmigrate: no-transaction\n"
                        + "CREATE TABLE reading (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false);\n"
                        + "INSERT INTO reading SELECT n FROM generate_series(1, 10) n;\n"
                        + "CREATE PROCEDURE backfill() LANGUAGE plpgsql AS $p$ BEGIN LOOP UPDATE reading SET done = true"
                        + " WHERE id IN (SELECT id FROM reading WHERE NOT done LIMIT 3); EXIT WHEN NOT FOUND; COMMIT; END"
                        + " LOOP; END $p$;\n"
                        + "CALL backfill();\n");
        db.builder().build().create();
        assertThat(db.builder().build().plan().steps()).singleElement().satisfies(step -> {
            assertThat(step.execution()).isEqualTo(Plan.Execution.NON_TRANSACTIONAL);
            assertThat(step.reason()).hasValueSatisfying(why -> assertThat(why).contains("no-transaction"));
        });
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM reading WHERE done")).containsExactly("10");
    }

    @Test
    void passesOverWhatPgDumpRestricts() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-dump.sql",
                "--\n"
                        + "-- PostgreSQL database dump\n"
                        + "--\n\n"
                        + "\\r"
                        + "estrict aBc123\n\n"
                        + "CREATE TABLE public.a (id int);\n"
                        + "INSERT INTO public.a VALUES (1);\n\n"
                        + "\\unrestrict aBc123\n\n");
        db.migrate();
        assertThat(db.query("SELECT id FROM a")).containsExactly("1");
    }

    @Test
    void callThatCommitsNamesTheWayOut() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-p.sql", "CREATE PROCEDURE p() LANGUAGE plpgsql AS $p$ BEGIN COMMIT; END $p$;\nCALL p();\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("0001-p.sql:2:");
        assertThat(failure.advice()).contains("-- fastmigrate: no-transaction");
        assertThat(db.query("SELECT 1 FROM pg_proc WHERE proname = 'p'")).isEmpty();
    }

    @Test
    void parameterWithoutAValueIsAMistakeOfTheScript() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-p.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES ($1);\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("0001-p.sql:2:");
        assertThat(failure.advice()).doesNotContain("that the server runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET client_encoding = 'LATIN1'", "SET NAMES 'latin1'", "SET client_encoding TO latin1"})
    void anotherCharacterSetIsRefusedBeforeAnythingRuns(String set) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-a.sql", "SET client_encoding = 'UTF8';\nCREATE TABLE a (id int);\n" + set + ";\n");
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
        assertThat(failure).hasMessageContainingAll("0001-a.sql:3:1", "sent as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET NAMES latin1", "/*!40101 SET NAMES latin1 */"})
    void anotherCharacterSetIsRefusedOnMariaDb(String set) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script("0001-a.sql", "/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE a (id int);\n" + set + ";\n");
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
        assertThat(failure).hasMessageContainingAll("0001-a.sql:3:1", "sent as UTF-8");
    }

    /** Under another delimiter the semicolon before it is part of the routine. */
    @Test
    void aRoutineMayEndWithASemicolonBeforeItsDelimiter() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script(
                "0001-p.sql",
                "SET sql_mode = ORACLE;\nDELIMITER $$\n"
                        + "CREATE OR REPLACE PACKAGE pk AS FUNCTION f() RETURN INT; END;\n$$\n"
                        + "CREATE OR REPLACE PACKAGE BODY pk AS FUNCTION f() RETURN INT AS BEGIN RETURN 7; END; END;\n$$\n"
                        + "CREATE TABLE a AS SELECT pk.f() AS x;\n$$\nSET sql_mode = DEFAULT;\n$$\n"
                        + "CREATE PROCEDURE p() BEGIN INSERT INTO a VALUES (8); END;\n$$\nDELIMITER ;\nCALL p();\n");
        db.migrate();
        assertThat(db.query("SELECT x FROM a ORDER BY x")).containsExactly("7", "8");
    }

    @Test
    void aLimitOfTheScriptsDoesNotHideItsCheckpoints() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script(
                        "0001-a.sql",
                        "SET sql_select_limit = 0;\nCREATE TABLE a (id INT);\nINSERT INTO a VALUES (@@sql_select_limit);\n"
                                + "CREATE TABLE b (id INT);\nINSERT INTO a VALUES (@@sql_select_limit);\n")
                .script("0002-b.sql", "SET sql_select_limit = 0;\nINSERT INTO a VALUES (2);\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT id FROM a ORDER BY id")).containsExactly("0", "0", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "MariaDB ~ XA START 'x' ~ two phases",
                "MariaDB ~ SET SESSION completion_type = 2 ~ completion_type",
                "MariaDB ~ SET @a = 1, @@completion_type = 'CHAIN' ~ completion_type",
                "MariaDB ~ SHUTDOWN ~ SHUTDOWN",
                "MariaDB ~ xa /* x */ begin 'x' ~ two phases",
                "MariaDB ~ XA COMMIT 'x' ~ another session prepared",
                "PostgreSQL ~ PREPARE TRANSACTION 'x' ~ two phases",
                "PostgreSQL ~ prepare /* a */ transaction'x' ~ two phases",
                "PostgreSQL ~ COMMIT PREPARED 'x' ~ another session prepared",
                "PostgreSQL ~ rollback prepared 'x' ~ another session prepared",
                "H2 ~ PREPARE COMMIT x ~ two phases",
                "H2 ~ COMMIT TRANSACTION x ~ another session prepared",
                "H2 ~ rollback transaction x ~ another session prepared",
                "H2 ~ SHUTDOWN COMPACT ~ SHUTDOWN"
            })
    void whatWouldTakeTheTransactionFromUnderTheMigrationIsRefusedFirst(String database, String statement, String said)
            throws Exception {
        Workshop db = new Workshop(
                switch (database) {
                    case "MariaDB" -> Servers.maria();
                    case "PostgreSQL" -> Servers.postgres();
                    default -> "jdbc:h2:" + directory.resolve("h2");
                },
                directory);
        for (String first : List.of("", "-- fastmigrate: no-transaction ", "BEGIN; ")) {
            db.script("0001-a.sql", first + "\nCREATE TABLE a (id int);\n" + statement + ";\n");
            InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
            assertThat(failure).hasMessageContainingAll("0001-a.sql:3:1", said);
            assertThat(failure.advice()).contains("Remove the");
            assertThat(db.version()).isZero();
        }
    }
}
