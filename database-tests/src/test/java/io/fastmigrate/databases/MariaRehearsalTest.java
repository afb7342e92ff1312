package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pending scripts on a copy of a MariaDB database, which itself stays as it is. */
class MariaRehearsalTest {

    private static final String SCRIPT = """
            CREATE TABLE person (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50));
            INSERT INTO person (name) VALUES ('a'), ('b'), ('c');
            CREATE VIEW names AS SELECT name FROM person;
            CREATE TRIGGER upper_name BEFORE INSERT ON person FOR EACH ROW SET NEW.name = upper(NEW.name);
            CREATE PROCEDURE p() SELECT 1;
            """;

    @TempDir
    Path directory;

    private Workshop db;
    private String name;

    @SuppressWarnings("NullAway") // set before each test
    MariaRehearsalTest() {}

    @BeforeEach
    void fill() throws Exception {
        db = new Workshop(Servers.maria(), directory);
        name = db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.script("0001-a.sql", SCRIPT);
        db.migrate();
    }

    private FastMigrateBuilder builder() throws Exception {
        return db.builder()
                .backupDirectory(directory.resolve("backups"))
                .dumpTool(Servers.mariaProgram("mariadb-dump"));
    }

    private Rehearsal rehearse() throws Exception {
        return builder().build().rehearse();
    }

    private List<String> state() throws Exception {
        List<String> facts = new ArrayList<>();
        facts.addAll(db.query("SELECT group_concat(id, name ORDER BY id) FROM person"));
        facts.addAll(db.query("SELECT concat(id, ' ', version) FROM _meta"));
        facts.addAll(db.query("SELECT count(*) FROM _fastmigrate_history"));
        facts.addAll(db.query("SELECT group_concat(table_name, create_time, auto_increment ORDER BY 1) FROM"
                + " information_schema.tables WHERE table_schema = database()"));
        facts.addAll(db.query("SELECT group_concat(schema_name ORDER BY 1) FROM information_schema.schemata WHERE"
                + " schema_name LIKE 'fastmigrate%'"));
        facts.addAll(db.query("SELECT group_concat(user ORDER BY 1) FROM mysql.user"));
        facts.addAll(db.query("SELECT @@global.max_connections"));
        return facts;
    }

    @Test
    void tellsOfEachScriptAndLeavesTheDatabaseAsItIs() throws Exception {
        db.script(
                "0002-b.sql", "ALTER TABLE person MODIFY name VARCHAR(80);\nINSERT INTO person (name) VALUES ('d');\n");
        db.script("0003-c.sql", "DELETE FROM person WHERE id < 3;\nDROP VIEW names;\n");
        List<String> before = state();
        Rehearsal rehearsal = rehearse();
        assertThat(state()).isEqualTo(before);
        assertThat(rehearsal.report().after()).isEqualTo(new Version(3));
        assertThat(rehearsal.scripts()).hasSize(2);
        assertThat(rehearsal.scripts().get(0).rows())
                .extracting(change -> change.table() + " " + change.before() + "/" + change.after())
                .containsExactly("person 3/4");
        assertThat(rehearsal.schema())
                .extracting(change -> change.type() + " " + change.name())
                .containsExactly("table person", "view names");
        assertThat(rehearsal.rows()).hasSize(1);
    }

    @Test
    void refusesWhatMayReachAnotherDatabase() throws Exception {
        List<String> before = state();
        for (String sql : List.of(
                "DELETE FROM " + name + ".person;",
                "DELETE FROM `" + name + "` . `person`;",
                "DELETE FROM " + name + "/* x */.person;",
                "SET sql_mode = ANSI_QUOTES;\nDELETE FROM \"" + name + "\".person;",
                "INSERT INTO person (name) SELECT '/*' FROM " + name + "/**/.person WHERE '*/' <> '';",
                "/*!50000 DELETE FROM " + name.toUpperCase(Locale.ROOT) + ".person */;",
                "USE " + name + ";\nDELETE FROM person;",
                "EXECUTE IMMEDIATE CONCAT('DELETE FROM ', '" + name + "', '.', 'person');",
                "SET @s = 'DELETE FROM person';\nPREPARE s FROM @s;\nEXECUTE s;",
                "CREATE TRIGGER away AFTER INSERT ON person FOR EACH ROW DELETE FROM " + name + ".person;",
                "/*!50000 DELETE FROM " + name + " */ .person;",
                "CREATE PROCEDURE away() EXECUTE /* now */ IMMEDIATE 'DELETE FROM person';",
                "CREATE PROCEDURE away() EXECUTE/*!50000 IMMEDIATE 'DELETE FROM person'*/;",
                "DELIMITER //\nCREATE PROCEDURE away() BEGIN SELECT '/*'; EXECUTE/**/IMMEDIATE 'DELETE FROM x'; SELECT '*/'; END//",
                "SET STATEMENT max_statement_time = 5 FOR USE " + name + ";",
                "SET STATEMENT max_statement_time = 5 FOR CREATE /* x */ DATABASE of_rehearsal;",
                "CREATE FUNCTION IF NOT EXISTS away RETURNS INTEGER SONAME 'away.so';",
                "VALUES (1) INTO/**/OUTFILE '/tmp/of-rehearsal';",
                "SET default_storage_engine = FEDERATED;",
                "CREATE USER of_rehearsal;",
                "SET GLOBAL max_connections = 77;",
                "SET @@global.max_connections = 77;",
                "GRANT ALL ON *.* TO tests@localhost;",
                "CREATE DATABASE of_rehearsal;",
                "DROP DATABASE " + name + ";",
                "SELECT 1 INTO OUTFILE '/tmp/of-rehearsal';",
                "CREATE TABLE far (id INT) ENGINE = FEDERATED CONNECTION='mysql://x@y/z/far';",
                "FLUSH TABLES;",
                "KILL 1;")) {
            db.script("0002-b.sql", sql);
            ScriptFailedException e = catchThrowableOfType(ScriptFailedException.class, this::rehearse);
            assertThat(e)
                    .as(sql)
                    .hasMessageContaining("0002-b.sql: its statement \"")
                    .hasMessageContaining("not in its copy");
            assertThat(state()).as(sql).isEqualTo(before);
        }
    }

    @Test
    void letsPassWhatStaysInTheCopy() throws Exception {
        db.script("0002-b.sql", """
                /* a first table */ CREATE /* x */ TABLE b (id INT PRIMARY KEY, engine VARCHAR(20), grant_to TEXT) ENGINE = InnoDB;
                -- KILL 1
                SET STATEMENT max_statement_time = 50 FOR INSERT INTO b VALUES (1, 'diesel', 'GRANT ALL; KILL 1; SET GLOBAL a = 1');
                SET default_storage_engine = InnoDB;
                CREATE OR REPLACE DEFINER = CURRENT_USER SQL SECURITY INVOKER VIEW c AS SELECT b.id FROM b WHERE b.engine = 'petrol';
                SELECT engine FROM b WHERE engine = 'electric';
                CREATE TABLE d LIKE b;
                /*!50003 CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW SET NEW.engine = 'x' */;
                ALTER TABLE d ADD INDEX (engine), ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES b (id);
                RENAME TABLE d TO e;
                """);
        List<String> before = state();
        assertThat(rehearse().schema())
                .extracting(change -> change.type() + " " + change.name())
                .containsExactlyInAnyOrder("table b", "view c", "table e", "trigger t");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refusesACopyThatLeadsOutByItself() throws Exception {
        db.script("0002-b.sql", "CREATE TABLE b (id INT);");
        for (String away : List.of(
                "CREATE TRIGGER away AFTER INSERT ON person FOR EACH ROW DELETE FROM " + name + ".person",
                "CREATE PROCEDURE away() DELETE FROM `" + name + "`.person")) {
            db.execute(away);
            BackupFailedException e = catchThrowableOfType(BackupFailedException.class, this::rehearse);
            assertThat(e).as(away).hasMessageContaining("away names the database " + name);
            db.execute(away.replaceFirst("CREATE (\\w+) (\\w+).*", "DROP $1 $2"));
        }
        db.execute("CREATE PROCEDURE away() EXECUTE IMMEDIATE CONCAT('DELETE FROM ', 'person')");
        assertThat(rehearse().schema()).hasSize(1);
        db.script("0002-b.sql", "CALL away();");
        assertThat(catchThrowableOfType(ScriptFailedException.class, this::rehearse))
                .hasMessageContaining("calls a procedure");
        assertThat(db.query("SELECT count(*) FROM person")).containsExactly("3");
    }

    @Test
    void runsWhatHasAnotherDefinerAsTheUserWhoRehearses() throws Exception {
        db.execute("DROP TRIGGER upper_name");
        db.execute("CREATE OR REPLACE USER `other``one`@`%`");
        db.execute("GRANT ALL ON " + name + ".* TO `other``one`@`%`");
        db.execute("CREATE DEFINER=`other``one`@`%` VIEW of_other AS SELECT id FROM person");
        db.execute(
                "CREATE DEFINER=`other``one`@`%` TRIGGER of_other BEFORE INSERT ON person FOR EACH ROW SET NEW.name = 'x'");
        db.execute("CREATE DEFINER=`other``one`@`%` PROCEDURE of_other() UPDATE person SET name = 'y'");
        db.execute("ALTER TABLE person MODIFY name TEXT");
        String text = "a\nCREATE DEFINER=`a`@`b` PROCEDURE\n/*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */";
        db.execute("UPDATE person SET name = '" + text + "' WHERE id = 3");
        db.script("0002-b.sql", """
                CREATE TABLE kept AS SELECT name FROM person WHERE id = 3;
                INSERT INTO person (name) SELECT max(id) FROM of_other;
                CALL of_other();
                ALTER TABLE kept ADD CHECK (name LIKE 'a\\nCREATE DEFINER=`a`@`b` PROCEDURE\\n/*!50013 DEFINER=`a`@`b` SQL%');
                """);
        List<String> before = state();
        assertThat(rehearse().report().warnings())
                .anyMatch(warning -> warning.toString().contains("not with those of `other``one`@`%`:"));
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refusesJavaWhichNoCopyHolds() throws Exception {
        JavaMigration java = new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "away";
            }

            @Override
            public void migrate(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DELETE FROM " + name + ".person");
                }
            }
        };
        ScriptFailedException e = catchThrowableOfType(
                ScriptFailedException.class,
                () -> builder().javaMigrations(List.of(java)).build().rehearse());
        assertThat(e).hasMessageContaining("a Java migration can name any database");
        assertThat(db.query("SELECT count(*) FROM person")).containsExactly("3");
    }

    @Test
    void rehearsesOnTheSchemaAlone() throws Exception {
        db.script("0002-b.sql", "INSERT INTO person (name) VALUES ('d');");
        List<String> before = state();
        Rehearsal rehearsal = builder().build().rehearseSchema();
        assertThat(rehearsal.report().before()).isEqualTo(new Version(1));
        assertThat(rehearsal.rows())
                .extracting(change -> change.before() + "/" + change.after())
                .containsExactly("0/1");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void dropsItsCopyWhereAScriptFails() throws Exception {
        db.script("0002-b.sql", "CREATE TABLE b (id INT);\nINSERT INTO person VALUES (1, 'again');");
        List<String> before = state();
        assertThat(catchThrowableOfType(ScriptFailedException.class, this::rehearse))
                .hasMessageContaining("the database itself is unchanged");
        assertThat(state()).isEqualTo(before);
    }

    /** An event that fires in the copy would change its rows in the middle of a script; one that is changed must be there. */
    @Test
    void keepsEventsFromFiringInTheCopy() throws Exception {
        db.execute("CREATE EVENT often ON SCHEDULE EVERY 1 HOUR DO INSERT INTO person (name) VALUES ('often')");
        db.script("0002-b.sql", """
                ALTER EVENT often ON SCHEDULE EVERY 2 HOUR ENABLE;
                CREATE EVENT more ON SCHEDULE EVERY 1 HOUR DO INSERT INTO person (name) VALUES ('more');
                """);
        db.script(
                "0003-fails-where-an-event-may-fire.sql",
                "INSERT INTO person (id) SELECT 1 FROM information_schema.events WHERE event_schema = DATABASE() AND"
                        + " status <> 'DISABLED';");
        db.script("0004-d.sql", "DROP EVENT often;\nDROP EVENT more;\n");
        List<String> before = state();
        assertThat(rehearse().report().after()).isEqualTo(new Version(4));
        assertThat(state()).isEqualTo(before);
        assertThat(db.query("SELECT concat(event_name, ' ', status, ' ', interval_value) FROM information_schema.events"
                        + " WHERE event_schema = DATABASE()"))
                .containsExactly("often ENABLED 1");
    }
}
