package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fastmigrate.schema.DriftFix.Drops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

class MariaFixTest extends ServerFixTest {

    /** When it begins, and whether it is enabled, is not compared. */
    private static final String EVENT = "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM item";

    private static final String SCRIPT = """
            CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(50), state VARCHAR(9) NOT NULL DEFAULT 'new');
            CREATE TABLE item (id INT PRIMARY KEY, person INT, CONSTRAINT of FOREIGN KEY (person) REFERENCES person (id));
            CREATE TRIGGER stamp BEFORE UPDATE ON person FOR EACH ROW SET NEW.state = 'old';
            INSERT INTO person VALUES (1, 'Ada', 'new');
            INSERT INTO item VALUES (1, 1);
            """;

    private static final String BY_HAND = """
            CREATE INDEX by_hand ON person (name);
            ALTER TABLE person ALTER state SET DEFAULT 'old';
            DROP TRIGGER stamp;
            ALTER TABLE item DROP FOREIGN KEY of;
            """;

    MariaFixTest() {
        super("maria", Set.of(EVENT), Set.of(EVENT));
    }

    static Stream<Arguments> changes() throws IOException {
        return ServerDriftTest.rows("maria");
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.maria();
    }

    @Override
    void run(Workshop db, String script) throws Exception {
        Path file = Files.writeString(directory.resolve("run.sql"), script);
        Path output = directory.resolve("output.txt");
        ProcessBuilder client = new ProcessBuilder(
                        Servers.mariaProgram("mariadb"),
                        "--protocol=tcp",
                        "--port=" + db.url().replaceFirst(".*:(\\d+)/.*", "$1"),
                        "--user=tests",
                        db.url().replaceFirst(".*/(\\w+)\\?.*", "$1"))
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        client.environment().put("MYSQL_PWD", "tests");
        assertThat(client.start().waitFor())
                .as(script + Files.readString(output))
                .isZero();
    }

    private Workshop changed() throws Exception {
        Workshop db = migrated(SCRIPT);
        for (String statement : BY_HAND.strip().split(";\n?", -1)) {
            if (!statement.isEmpty()) {
                db.execute(statement);
            }
        }
        return db;
    }

    @Test
    void commandLineUndoesWhatWasChangedAndKeepsTheRows() throws Exception {
        Workshop db = changed();
        Path file = directory.resolve("undo.sql");
        CommandLine.Result written = drift(db, "--fix", "--out", file.toString());
        assertThat(written.exitCode()).as(written.output()).isZero();
        run(db, Files.readString(file));
        assertThat(drift(db).output()).contains("No drift");
        assertThat(db.query("SELECT name FROM person JOIN item ON person = person.id"))
                .containsExactly("Ada");
    }

    @Test
    void commandLineBringsTheScriptsUpToWhatWasChanged() throws Exception {
        Workshop db = changed();
        CommandLine.Result written = drift(db, "--fix", "--adopt");
        assertThat(written.exitCode()).as(written.output()).isZero();
        assertThat(written.output()).contains("0002-adopt-drift.sql").contains("it changes nothing: run migrate");
        db.migrate();
        assertThat(drift(db).output()).contains("No drift");
        Workshop other = new Workshop(newDatabase(), directory);
        other.migrate();
        assertThat(schema(other).drift().differences()).isEmpty();
        assertThat(other.query("SHOW TRIGGERS")).isEmpty();
    }

    /** The rows of a table, and the values of a column, that were made by hand stay until a person has read the script. */
    @Test
    void losesNoRowsUnlessAllowed() throws Exception {
        Workshop db = migrated(SCRIPT);
        db.execute("CREATE TABLE kept (a INT PRIMARY KEY, person INT, CONSTRAINT of_kept FOREIGN KEY (person)"
                + " REFERENCES person (id))");
        db.execute("INSERT INTO kept VALUES (7, 1)");
        db.execute("ALTER TABLE person ADD COLUMN note TEXT AFTER id");
        db.execute("UPDATE person SET note = 'kept'");
        run(db, schema(db).planUndo(Drops.COMMENT).script());
        assertThat(db.query("SELECT a FROM kept")).containsExactly("7");
        assertThat(db.query("SELECT note FROM person")).containsExactly("kept");
        run(db, schema(db).planUndo(Drops.ALLOW).script());
        assertThat(schema(db).drift().differences()).isEmpty();
        assertThat(db.query("SELECT name FROM person")).containsExactly("Ada");
    }

    /** What does not fit is refused by the server, whatever the mode of its sessions. */
    @Test
    void cutsNoValue() throws Exception {
        Workshop db = migrated(SCRIPT);
        db.execute("ALTER TABLE person MODIFY name VARCHAR(99)");
        db.execute("UPDATE person SET name = REPEAT('x', 80)");
        String script = schema(db).planUndo(Drops.ALLOW).script();
        assertThat(catchThrowable(() -> run(db, "SET sql_mode = '';\n" + script)))
                .hasMessageContaining("Data truncated for column 'name'");
        assertThat(db.query("SELECT LENGTH(name) FROM person")).containsExactly("80");
    }

    /** Names and texts that have quotes, dots and semicolons; columns that move; tables that refer to each other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE `odd.name` MODIFY `c d` VARCHAR(30) DEFAULT 'o''k; \\\\' FIRST",
                "ALTER TABLE `odd.name` DROP e",
                "ALTER TABLE `odd.name` ADD g INT GENERATED ALWAYS AS (e + 1) VIRTUAL AFTER `a``b`, ADD h INT AFTER g",
                "ALTER TABLE `odd.name` MODIFY e INT FIRST, MODIFY `c d` VARCHAR(20) AFTER e",
                "ALTER TABLE `odd.name` COMMENT 'it is'",
                "DROP TABLE `odd.name`",
                "DROP VIEW v2 ~ DROP VIEW v1",
                "CREATE TABLE a1 (id INT PRIMARY KEY, b INT) ~ CREATE TABLE b1 (id INT PRIMARY KEY, a INT, CONSTRAINT ba"
                        + " FOREIGN KEY (a) REFERENCES a1 (id)) ~ ALTER TABLE a1 ADD CONSTRAINT ab FOREIGN KEY (b)"
                        + " REFERENCES b1 (id)",
                "ALTER TABLE up DROP FOREIGN KEY self, DROP KEY self",
                "CREATE PROCEDURE fill() BEGIN DECLARE x INT; /* // */ SET x = 1; INSERT INTO up VALUES (x, x); END",
                "SET sql_mode = 'ANSI_QUOTES' ~ CREATE TRIGGER \"t;\" BEFORE INSERT ON up FOR EACH ROW SET @x = 1",
            })
    void undoesAndMakes(String byHand) throws Exception {
        Workshop db = migrated("""
                CREATE TABLE `odd.name` (`a``b` INT PRIMARY KEY, `c d` VARCHAR(20) DEFAULT 'it''s; -- x' COMMENT 'a;b',
                    e INT CHECK (e > 0), KEY `k.1` (`c d`(5))) COMMENT 'it''s';
                CREATE TABLE up (id INT PRIMARY KEY, up_id INT, CONSTRAINT self FOREIGN KEY (up_id) REFERENCES up (id));
                CREATE VIEW v1 AS SELECT id FROM up;
                CREATE VIEW v2 AS SELECT id FROM v1;
                """);
        try (Connection connection = DriverManager.getConnection(db.url());
                Statement statement = connection.createStatement()) {
            for (String sql : byHand.split(" ~ ", -1)) {
                statement.execute(sql);
            }
        }
        String adopt = schema(db).planAdoption(Drops.ALLOW).script();
        run(db, schema(db).planUndo(Drops.ALLOW).script());
        assertThat(schema(db).drift().differences()).isEmpty();
        db.script("0002-adopt.sql", adopt);
        db.migrate();
        assertThat(schema(db).drift().differences()).isEmpty();
    }
}
