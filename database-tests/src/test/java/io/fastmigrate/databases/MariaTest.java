package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Position;
import io.fastmigrate.model.ScriptFailedException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(failure.position()).contains(new Position(3, 7));
        assertThat(failure)
                .hasMessageContainingAll("Its first 2 statements are done", "TABEL", "CREATE TABLE commits by itself");
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
                .contains("Put them back as they were", "DELETE FROM _fastmigrate_progress WHERE version = 1;");
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

    @Test
    void doesNotTakeItForDoneWhenNobodyHadBegunIt() throws Exception {
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
        FastMigrate fastMigrate = db.starter().build();
        assertThat(fastMigrate.plan().steps())
                .extracting(PlannedScript::execution)
                .containsExactly(Execution.ATOMIC);
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
        db.starter().build().create();
        assertThat(catchThrowableOfType(
                                InvalidScriptException.class, db.starter().build()::migrate)
                        .advice())
                .contains("--skip-add-locks");
    }
}
