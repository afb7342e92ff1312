package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaTest {

    private static final String FIRST_TWO = "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\n";

    @TempDir
    Path directory;

    private Workshop db;

    @SuppressWarnings("NullAway") // all is set before each test
    MariaTest() {}

    @BeforeEach
    void open() throws SQLException {
        db = new Workshop(Servers.maria(), directory);
    }

    @Test
    void goesOnAtTheThirdStatementOnceItIsCorrected() throws Exception {
        db.script("0001-a.sql", FIRST_TWO + "ALTER TABEL a ADD b INT;\nINSERT INTO a VALUES (2, 3);\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure.position()).contains(new Script.Position(3, 7));
        assertThat(failure)
                .hasMessageContainingAll(
                        "Its first 2 statements are applied", "TABEL", "CREATE TABLE commits by itself");
        assertThat(db.version()).isZero();
        assertThat(db.query("SELECT statement_number FROM _fastmigrate_progress WHERE state = 'done' ORDER BY 1"))
                .endsWith("2");
        db.script(
                "0001-a.sql",
                "-- corrected\n" + FIRST_TWO + "ALTER TABLE a ADD b INT;\nINSERT INTO a VALUES (2, 3);\n");
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.query("SELECT id FROM a ORDER BY id")).containsExactly("1", "2");
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_progress")).containsExactly("0");
    }

    @Test
    void saysWhatToDoWhenTheDonePartWasChanged() throws Exception {
        db.script("0001-a.sql", FIRST_TWO + "SELECT nonsense;\n");
        db.fails();
        db.script("0001-a.sql", FIRST_TWO.replace("(1)", "(7)") + "SELECT 1;\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContaining("its first 2 statements ran in an earlier run");
        assertThat(failure.advice())
                .contains(
                        "Restore the text of these statements", "DELETE FROM _fastmigrate_progress WHERE version = 1;");
        assertThat(db.query("SELECT id FROM a")).containsExactly("1");
        db.script("0001-a.sql", FIRST_TWO + "SELECT 1;\n");
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void takesDefinitionForDoneThatWasBegunAndIsThere() throws Exception {
        db.script("0001-a.sql", FIRST_TWO + "SELECT nonsense;\n");
        db.fails();
        db.execute("ALTER TABLE a ADD b INT");
        db.execute("INSERT INTO _fastmigrate_progress VALUES (1, 3, 3, '', 'begun')");
        db.script("0001-a.sql", FIRST_TWO + "ALTER TABLE a ADD b INT;\nUPDATE a SET b = 5;\n");
        db.migrate();
        assertThat(db.query("SELECT b FROM a")).containsExactly("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id)",
                "ALTER TABLE b ADD COLUMN n INT, ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id), ADD KEY (n)",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = NEW.id + 1",
                "CREATE TABLE c (id INT PRIMARY KEY, name VARCHAR(20) DEFAULT 'none', KEY (name))",
                "CREATE UNIQUE INDEX i ON b (a_id DESC)",
                "ALTER TABLE b ADD COLUMN n DECIMAL(10,2) NOT NULL DEFAULT 1 COMMENT 'it''s, so' FIRST, ADD UNIQUE KEY u (n)",
                "ALTER TABLE b ADD COLUMN n INT, ADD INDEX k (n), ADD CONSTRAINT c CHECK (n > 0), ADD PRIMARY KEY (a_id)",
                "RENAME TABLE b TO c",
                "CREATE PROCEDURE q(IN x INT, OUT y VARCHAR(20)) COMMENT 'it''s' SQL SECURITY INVOKER SELECT x",
                "CREATE FUNCTION f(x DECIMAL(10,2)) RETURNS VARCHAR(20) CHARSET utf8mb4 DETERMINISTIC RETURN 'x; y'",
                "CREATE EVENT e ON SCHEDULE AT '2037-01-01 00:00:00' ON COMPLETION PRESERVE COMMENT 'later' DO SELECT 'x; y'",
                "/*!50106 CREATE EVENT e ON SCHEDULE EVERY 2 HOUR STARTS '2037-01-01 00:00:00' ENDS '2038-01-01 00:00:00' DISABLE DO SELECT 1 */",
                "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `v` (n) AS SELECT id FROM a WITH CHECK OPTION",
                "CREATE SEQUENCE s START WITH 5 INCREMENT BY 2",
                "CREATE TABLE c (id INT PRIMARY KEY, a_id INT REFERENCES a (id), x INT, CONSTRAINT k FOREIGN KEY (x) REFERENCES a (id) ON DELETE CASCADE)",
                "CREATE TABLE c AS SELECT id FROM a"
            })
    void takesForDoneWhatAnOlderLedgerSaysBegan(String definition) throws Exception {
        begunByHand(definition);
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_progress")).containsExactly("0");
    }

    /** What has the name is not what the script says: recorded as done it would be missing for ever. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "ALTER TABLE b ADD INDEX i (a_id) ~ ALTER TABLE b ADD INDEX i (other)",
                "CREATE UNIQUE INDEX i ON b (a_id) ~ CREATE INDEX i ON b (a_id)",
                "CREATE INDEX i ON b (other) ~ CREATE INDEX i ON b (other(5))",
                "ALTER TABLE b ADD COLUMN n BIGINT ~ ALTER TABLE b ADD COLUMN n INT",
                "ALTER TABLE b ADD COLUMN n INT NOT NULL DEFAULT 5 ~ ALTER TABLE b ADD COLUMN n INT NOT NULL DEFAULT 6",
                "ALTER TABLE b ADD COLUMN n INT, ADD KEY k (n) ~ ALTER TABLE b ADD COLUMN n INT",
                "ALTER TABLE b ADD CONSTRAINT c CHECK (a_id > 0) ~ ALTER TABLE b ADD CONSTRAINT c CHECK (a_id > 1)",
                "ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id) ~ ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE",
                "ALTER TABLE b ADD PRIMARY KEY (a_id) ~ ALTER TABLE b ADD PRIMARY KEY (a_id, other)",
                "CREATE TABLE c (id INT PRIMARY KEY) ~ CREATE TABLE c (id BIGINT PRIMARY KEY)",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1 ~ CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 2",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 10 ~ CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1 ~ CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW SET NEW.id = 1",
                "CREATE PROCEDURE q() SELECT 1 ~ CREATE PROCEDURE q() SELECT 2",
                "CREATE SEQUENCE s START WITH 5 ~ CREATE SEQUENCE s",
                "CREATE PROCEDURE q(IN x INT) SELECT 1 ~ CREATE PROCEDURE q(IN x BIGINT) SELECT 1",
                "CREATE PROCEDURE q(IN x INT) SELECT 1 ~ CREATE PROCEDURE q() SELECT 1",
                "CREATE PROCEDURE q(IN x INT) SELECT 1 ~ CREATE PROCEDURE q(INOUT x INT) SELECT 1",
                "CREATE PROCEDURE q() SQL SECURITY INVOKER SELECT 1 ~ CREATE PROCEDURE q() SELECT 1",
                "CREATE FUNCTION f(x INT) RETURNS INT RETURN x ~ CREATE FUNCTION f(x INT) RETURNS BIGINT RETURN x",
                "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x ~ CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 2 DAY DISABLE DO SELECT 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 1 HOUR DISABLE DO SELECT 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
                "CREATE EVENT e ON SCHEDULE AT '2037-01-01 00:00:00' DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE AT '2037-01-02 00:00:00' DO SELECT 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE DISABLE DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1 ~ CREATE DEFINER=root@localhost TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1",
                "CREATE VIEW v AS SELECT id FROM a ~ CREATE VIEW v AS SELECT id + 1 AS id FROM a",
                "CREATE VIEW v AS SELECT id FROM a ~ CREATE SQL SECURITY INVOKER VIEW v AS SELECT id FROM a",
                "CREATE TABLE c LIKE a ~ CREATE TABLE c LIKE b",
                "CREATE TABLE c AS SELECT 1 AS n ~ CREATE TABLE c AS SELECT 2 AS n",
                "CREATE TABLE c (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id)) ~ CREATE TABLE c (id INT PRIMARY KEY, a_id INT, KEY (a_id))",
                "CREATE TABLE c (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4 ~ CREATE TABLE c (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2",
                "ALTER TABLE b CHANGE other another VARCHAR(20) NOT NULL ~ ALTER TABLE b CHANGE other another VARCHAR(30) NOT NULL",
                "ALTER TABLE b ADD COLUMN n INT, COMMENT = 'said' ~ ALTER TABLE b ADD COLUMN n INT",
                "ALTER TABLE b ADD COLUMN n INT UNIQUE ~ ALTER TABLE b ADD COLUMN n INT",
                "ALTER TABLE b ADD COLUMN (n INT, m INT) ~ ALTER TABLE b ADD COLUMN n INT",
                "ALTER TABLE b RENAME TO c, ADD COLUMN n INT ~ ALTER TABLE b RENAME TO c",
                "DROP TABLE a, b ~ DROP TABLE b",
            })
    void asksWhereSomethingElseHasTheName(String statement, String byHand) throws Exception {
        String tables =
                "CREATE TABLE a (id INT PRIMARY KEY);\nCREATE TABLE b (a_id INT NOT NULL, other VARCHAR(20) NOT NULL);\n";
        for (String before : List.of("", "0f")) {
            Workshop fresh = new Workshop(Servers.maria(), directory.resolve("m" + before));
            fresh.script("0001-a.sql", tables + "SELECT nonsense;\n");
            fresh.fails();
            fresh.execute("INSERT INTO _fastmigrate_progress VALUES (1, 3, 3, '" + before + "', 'begun')");
            fresh.execute(byHand);
            fresh.script("0001-a.sql", tables + statement + ";\n");
            assertThat(fresh.fails()).hasMessageContainingAll("it is not known whether it took effect", statement);
            assertThat(fresh.version()).isZero();
        }
    }

    @Test
    void runsAgainWhereSomethingElseOfTheTableWasChanged() throws Exception {
        db.script("0001-a.sql", FIRST_TWO + "SELECT nonsense;\n");
        db.fails();
        db.execute("INSERT INTO _fastmigrate_progress VALUES (1, 3, 3, '0f', 'begun')");
        db.execute("ALTER TABLE a ADD COLUMN other INT");
        db.script("0001-a.sql", FIRST_TWO + "ALTER TABLE a ADD COLUMN n INT DEFAULT 5, ADD INDEX (n);\n");
        db.migrate();
        assertThat(db.query("SELECT n FROM a WHERE id = 1")).containsExactly("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RENAME TABLE a TO x, b TO a, x TO b",
                "ALTER TABLE b ADD INDEX (a_id)",
                "ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a (id)",
                "TRUNCATE TABLE a",
                "CALL p()"
            })
    void asksWhereNothingTellsWhetherItWasDone(String statement) throws Exception {
        begunByHand(statement);
        List<String> before = db.query("SHOW CREATE TABLE b");
        for (int i = 0; i < 2; i++) {
            ScriptFailedException failure = db.fails();
            assertThat(failure)
                    .hasMessageContainingAll("0001-a.sql:4:1", "it is not known whether it took effect", statement)
                    .hasMessageContaining("of the others, only the one in line 4 may have taken effect.");
            assertThat(failure.advice())
                    .contains(
                            "Check ",
                            "If it took effect, record that: UPDATE _fastmigrate_progress SET state = 'done'",
                            "If it did not, let it run again: DELETE FROM _fastmigrate_progress WHERE version = 1 AND"
                                    + " statement_number = 4;");
        }
        assertThat(db.query("SHOW CREATE TABLE b")).isEqualTo(before);
        assertThat(db.query("SELECT 1 FROM a")).isNotEmpty();
        String advice = db.fails().advice();
        db.execute(advice.replaceFirst("(?s).*record that: (UPDATE [^;]*);.*", "$1"));
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
    }

    /** Two tables of one definition that changed names look the same for who may not see their numbers. */
    @Test
    void asksWhereThisUserCannotSeeWhetherTablesChangedNames() throws Exception {
        String user = "few" + ProcessHandle.current().pid();
        String schema = db.query("SELECT DATABASE()").get(0);
        db.execute("CREATE USER '" + user + "'@'localhost' IDENTIFIED BY 'few'");
        db.execute("GRANT ALL ON " + schema + ".* TO '" + user + "'@'localhost'");
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\nCREATE TABLE b (id INT);\nINSERT INTO a VALUES (1);\n");
        db.migrate();
        db.script("0002-rename.sql", "RENAME TABLE a TO x, b TO a, x TO b;\n");
        String url = db.url().replace("user=tests&password=tests", "user=" + user + "&password=few");
        CutDataSource cutting = new CutDataSource(url, Set.of("RENAME TABLE a TO x, b TO a, x TO b"));
        FastMigrate few =
                FastMigrate.dataSource(cutting).migrations(db.directory()).build();
        assertThat(catchThrowable(few::migrate))
                .hasMessageContaining("cut on purpose")
                .hasMessageContaining("Of its statements, only the one in line 1 may have taken effect.");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, few::migrate);
        assertThat(failure).hasMessageContaining("it is not known whether it took effect");
        assertThat(failure.advice()).contains("which rows the tables contain now");
        assertThat(db.query("SELECT id FROM a")).containsExactly("1");
        db.execute("DROP USER '" + user + "'@'localhost'");
    }

    /** Who has no rights outside of one database sees enough of that one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP FUNCTION f",
                "ALTER TABLE users COMMENT = 'those who use it'",
                "DROP TABLE users",
                "CREATE DEFINER=CURRENT_USER TRIGGER t BEFORE INSERT ON users FOR EACH ROW SET NEW.id = 1"
            })
    void needsNoRightsOutsideTheDatabaseToSeeWhatWasDone(String statement) throws Exception {
        db.script("0001-a.sql", "CREATE TABLE users (id INT);\nCREATE FUNCTION f() RETURNS INT RETURN 1;\n");
        db.migrate();
        db.script("0002-b.sql", statement + ";\n");
        CutDataSource cutting = new CutDataSource(Servers.mariaUser(db.url()), Set.of(statement));
        FastMigrate few =
                FastMigrate.dataSource(cutting).migrations(db.directory()).build();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(few::migrate)).hasMessageContaining("cut on purpose");
        }
        assertThat(few.migrate().after().number()).isEqualTo(2);
    }

    /** Leaves what a kill leaves between a statement and the row that says it is done, by a version without snapshots. */
    private void begunByHand(String fourth) throws Exception {
        String three = "CREATE TABLE a (id INT PRIMARY KEY);\nCREATE TABLE b (a_id INT, KEY (a_id));\n"
                + "INSERT INTO a VALUES (1);\n";
        db.script("0001-a.sql", three + "SELECT nonsense;\n");
        db.fails();
        db.execute("INSERT INTO _fastmigrate_progress VALUES (1, 4, 4, '', 'begun')");
        if (!fourth.startsWith("CALL") && !fourth.startsWith("TRUNCATE")) {
            db.execute(fourth);
        }
        if (fourth.startsWith("RENAME TABLE a")) {
            db.execute("INSERT INTO a VALUES (2)");
        }
        db.script("0001-a.sql", three + fourth + ";\n");
    }

    @Test
    void doesNotTakeItForDoneWhenNoOneHadBegunIt() throws Exception {
        db.script("0001-a.sql", FIRST_TWO + "CREATE TABLE a (id INT);\n");
        assertThat(db.fails()).hasMessageContaining("already exists");
        assertThat(db.fails()).hasMessageContaining("already exists");
        assertThat(db.version()).isZero();
    }

    @Test
    void runsScriptWithoutDefinitionsInOneTransaction() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id INT PRIMARY KEY);\n");
        db.migrate();
        db.script("0002-b.sql", "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n");
        assertThat(db.fails()).hasMessageContaining("Duplicate entry");
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
        FastMigrate fastMigrate = db.builder().build();
        assertThat(fastMigrate.plan().steps()).extracting(Plan.Step::execution).containsExactly(Plan.Execution.ATOMIC);
    }

    @Test
    void setsAgainWhatTheDonePartHadSetOnTheConnection() throws Exception {
        String begin =
                "SET @answer = 42;\nSET sql_mode = 'ANSI_QUOTES';\nCREATE TABLE a (id INT PRIMARY KEY, m TEXT);\n";
        db.script("0001-a.sql", begin + "SELECT nonsense;\n");
        db.fails();
        db.script("0001-a.sql", begin + "INSERT INTO a VALUES (@answer, @@sql_mode);\n")
                .script("0002-b.sql", "INSERT INTO a VALUES (1, @@sql_mode);\n");
        db.migrate();
        assertThat(db.query("SELECT m FROM a WHERE id = 42")).containsExactly("ANSI_QUOTES");
        assertThat(db.query("SELECT m FROM a WHERE id = 1")).doesNotContain("ANSI_QUOTES");
    }

    @Test
    void runsTriggersWrittenWithDelimiter() throws Exception {
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id INT PRIMARY KEY, note TEXT);\nDELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH"
                        + " ROW BEGIN\n  SET NEW.note = CONCAT('it''s ; ', NEW.id);\nEND$$\nDELIMITER ;\n"
                        + "INSERT INTO a (id) VALUES (1); # done\n");
        db.migrate();
        assertThat(db.query("SELECT note FROM a")).containsExactly("it's ; 1");
    }

    @Test
    void refusesLockTables() throws Exception {
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\nLOCK TABLES a WRITE;\n");
        db.builder().build().create();
        assertThat(catchThrowableOfType(
                                InvalidScriptException.class, db.builder().build()::migrate)
                        .advice())
                .contains("--skip-add-locks");
    }
}
