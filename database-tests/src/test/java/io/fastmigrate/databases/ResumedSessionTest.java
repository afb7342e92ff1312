package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that goes on has another session: no row may be written with 0 or NULL for what the first session knew. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class ResumedSessionTest {

    private static final String TABLES =
            "CREATE TABLE customer (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20));\n"
                    + "CREATE TABLE agent (id INT PRIMARY KEY, name VARCHAR(20));\n"
                    + "CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, customer_id INT, agent_id INT);\n"
                    + "INSERT INTO agent VALUES (77, 'Kim');\n";

    @TempDir
    Path directory;

    private Workshop workshop(String database) throws Exception {
        String url = database.equals("MariaDB") ? Servers.maria() : "jdbc:h2:" + directory.resolve("h2");
        return new Workshop(url, directory).script("0001-tables.sql", TABLES);
    }

    /** Runs a script whose last statement fails, then the same one with that statement corrected. */
    private static ScriptFailedException goesOn(Workshop db, String first, String wrong, String right)
            throws Exception {
        String done = first + "CREATE TABLE note (id INT);\n";
        db.script("0002-order.sql", done + wrong);
        db.fails();
        db.script("0002-order.sql", done + right);
        return db.fails();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO customer (name) VALUES ('Acme');\nSET @c = LAST_INSERT_ID();\n",
                "SELECT id INTO @c FROM agent WHERE name = 'Kim';\n",
                "SELECT @c := max(id) FROM agent;\n",
                "SET @c = (SELECT id FROM agent);\n",
                "SET @c = (SELECT id FROM agent);\nCREATE INDEX i ON agent (name);\n"
            })
    void isRefusedOnMariaDbWhereAVariableIsGone(String done) throws Exception {
        Workshop db = workshop("MariaDB");
        ScriptFailedException failure = goesOn(
                db,
                done,
                "INSERT INTO orders (customer_id, agent) VALUES (@c, 77);\n",
                "INSERT INTO orders (customer_id, agent_id) VALUES (@c, 77);\n");
        assertThat(failure).hasMessageContainingAll("@C", "is lost", "0002-order.sql:", "at version 1");
        assertThat(failure.advice()).contains("SET @name = (SELECT", "DELETE FROM _fastmigrate_progress");
        assertThat(db.query("SELECT count(*) FROM orders")).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET @c = SELECT max(id) FROM agent;\n",
                "SET @c = (SELECT max(id) FROM agent);\nCREATE INDEX i ON agent (name);\n"
            })
    void isRefusedOnH2WhereAVariableIsGone(String done) throws Exception {
        Workshop db = workshop("H2");
        ScriptFailedException failure = goesOn(
                db,
                done + "UPDATE agent SET id = 78;\n",
                "INSERT INTO orders (customer_id, agent) VALUES (@c, 77);\n",
                "INSERT INTO orders (customer_id, agent_id) VALUES (@c, 77);\n");
        assertThat(failure).hasMessageContainingAll("@C", "is lost");
        assertThat(db.query("SELECT count(*) FROM orders")).containsExactly("0");
    }

    @Test
    void isRefusedWhereTheLastGeneratedNumberIsGone() throws Exception {
        Workshop db = workshop("MariaDB");
        ScriptFailedException failure = goesOn(
                db,
                "INSERT INTO customer (name) VALUES ('Acme');\n",
                "INSERT INTO orders (customer_id, agent) VALUES (LAST_INSERT_ID(), 77);\n",
                "INSERT INTO orders (customer_id, agent_id) VALUES (LAST_INSERT_ID(), 77);\n");
        assertThat(failure).hasMessageContainingAll("the last generated number", "is lost");
        assertThat(db.query("SELECT count(*) FROM orders")).containsExactly("0");
    }

    @Test
    void isRefusedWhereAPreparedStatementIsGone() throws Exception {
        Workshop db = workshop("MariaDB");
        ScriptFailedException failure = goesOn(
                db,
                "PREPARE s FROM 'INSERT INTO orders (customer_id) VALUES (1)';\nDROP TABLE agent;\n",
                "DROP TABLE nothing;\nEXECUTE s;\n",
                "EXECUTE s;\n");
        assertThat(failure).hasMessageContainingAll("prepared statement S", "is lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MariaDB", "H2"})
    void goesOnOnceAStatementMakesTheValueAgain(String database) throws Exception {
        Workshop db = workshop(database);
        String first = "SET @c = (SELECT max(id) FROM agent);\nCREATE INDEX i ON agent (name);\n";
        goesOn(db, first, "INSERT INTO orders (agent) VALUES (@c);\n", "INSERT INTO orders (agent_id) VALUES (@c);\n");
        db.script(
                "0002-order.sql",
                first
                        + "CREATE TABLE note (id INT);\nSET @c = (SELECT min(id) FROM agent);\nINSERT INTO orders (agent_id) VALUES (@c);\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT agent_id FROM orders")).containsExactly("77");
    }

    /** A script stops behind what is done, and the rest of it reads what is lost. */
    private static ScriptFailedException isRefused(Workshop db, String tables, String done, String rest)
            throws Exception {
        db.script("0002-more.sql", "CREATE TABLE result (a INT);\n" + tables);
        db.script("0003-stops.sql", done + "SELECT nonsense;\n");
        db.fails();
        db.script("0003-stops.sql", done + rest);
        ScriptFailedException failure = db.fails();
        assertThat(failure)
                .hasMessageContainingAll(
                        "is lost", "0003-stops.sql:", "What an earlier run has applied of it stays applied");
        assertThat(failure.advice()).contains("DELETE FROM _fastmigrate_progress");
        assertThat(db.query("SELECT a FROM result")).isEmpty();
        return failure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "CREATE PROCEDURE p() INSERT INTO result VALUES (@c) ~ SELECT id INTO @c FROM agent ~ CALL p() ~ @C",
                "CREATE PROCEDURE q() INSERT INTO result VALUES (@c); CREATE PROCEDURE p() CALL q() ~ SELECT id INTO @c FROM agent ~ CALL p() ~ @C",
                "CREATE TRIGGER r BEFORE INSERT ON result FOR EACH ROW SET NEW.a = @c ~ SET @c = (SELECT id FROM agent) ~ INSERT INTO result VALUES (1) ~ @C",
                "CREATE FUNCTION f() RETURNS INT RETURN @d ~ SELECT id, 5 INTO @c, @d FROM agent ~ INSERT INTO result SELECT f() ~ @D",
                "CREATE TABLE w (i INT); CREATE TRIGGER t AFTER INSERT ON w FOR EACH ROW SET @s = NEW.i ~ INSERT INTO w VALUES (4) ~ INSERT INTO result VALUES (@s) ~ @S",
                "CREATE TABLE x (i INT) ~ SELECT id INTO @c FROM agent ~ EXECUTE IMMEDIATE 'INSERT INTO result VALUES (@c)' ~ @C",
                "CREATE TABLE x (i INT) ~ SELECT id INTO @`c` FROM agent ~ INSERT INTO result VALUES (@'C') ~ @C",
                "CREATE SEQUENCE s ~ SET @x = NEXT VALUE FOR s ~ INSERT INTO result VALUES (@x) ~ @X",
                "CREATE SEQUENCE s ~ INSERT INTO agent (id) VALUES (NEXT VALUE FOR s) ~ INSERT INTO result VALUES (PREVIOUS VALUE FOR s) ~ PREVIOUS",
                "CREATE TABLE tmp (a INT) ~ CREATE TEMPORARY TABLE tmp AS SELECT 5 AS a ~ INSERT INTO result SELECT count(*) FROM tmp ~ TMP",
                "CREATE TABLE tmp (a INT); CREATE PROCEDURE p() INSERT INTO result SELECT count(*) FROM tmp ~ CREATE TEMPORARY TABLE tmp AS SELECT 5 AS a ~ CALL p() ~ TMP",
            })
    void isRefusedOnMariaDbWhereHiddenCodeReadsWhatIsGone(String tables, String done, String rest, String lost)
            throws Exception {
        assertThat(isRefused(
                        workshop("MariaDB"),
                        tables + ";\n",
                        "CREATE TABLE first_one (a INT);\n" + done + ";\n",
                        rest + ";\n"))
                .hasMessageContaining(lost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "CREATE SEQUENCE s ~ SET @x = NEXT VALUE FOR s ~ INSERT INTO result VALUES (@x) ~ @X",
                "CREATE TABLE x (i INT) ~ SELECT SET(@c, id) FROM agent ~ INSERT INTO result VALUES (@c) ~ @C",
                "CREATE TABLE x (i INT) ~ UPDATE agent SET id = SET(@d, 5 + id) ~ INSERT INTO result VALUES (@d) ~ @D",
                "CREATE TABLE x (i INT) ~ SELECT @c := id FROM agent ~ INSERT INTO result VALUES (@c) ~ @C",
            })
    void isRefusedOnH2WhereFunctionsSetWhatIsGone(String tables, String done, String rest, String lost)
            throws Exception {
        assertThat(isRefused(
                        workshop("H2"),
                        tables + ";\n",
                        "CREATE TABLE first_one (a INT);\n" + done + ";\n",
                        rest + ";\n"))
                .hasMessageContaining(lost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "SELECT 5 AS a INTO TEMP tmp ~ INSERT INTO result SELECT count(*) FROM tmp ~ TMP",
                "CREATE OR REPLACE TEMP VIEW tmp AS SELECT 5 AS a ~ INSERT INTO result SELECT count(*) FROM tmp ~ TMP",
                "DO $$ BEGIN CREATE TEMP TABLE tmp AS SELECT 5 AS a; END $$ ~ INSERT INTO result SELECT count(*) FROM tmp ~ TMP",
                "SELECT makes() ~ INSERT INTO result SELECT count(*) FROM tmp ~ TMP",
                "SET search_path = pg_temp, public; CREATE TABLE tmp AS SELECT 5 AS a ~ INSERT INTO result SELECT count(*) FROM tmp ~ temporary",
                "WITH x AS (SELECT set_config('app.t', '5', false)) SELECT * FROM x ~ INSERT INTO result SELECT nullif(current_setting('app.t', true), '')::int ~ SET_CONFIG",
                "DO $$ BEGIN PERFORM set_config('app.t', '5', false); END $$ ~ INSERT INTO result SELECT nullif(current_setting('app.t', true), '')::int ~ SET_CONFIG",
                "INSERT INTO numbered DEFAULT VALUES ~ INSERT INTO result VALUES (currval('numbered_id_seq')) ~ CURRVAL",
            })
    void isRefusedOnPostgresWhereWhatIsGoneIsNeeded(String done, String rest, String lost) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory)
                .script(
                        "0001-tables.sql",
                        "CREATE TABLE tmp (a INT);\nCREATE TABLE numbered (id SERIAL);\nCREATE FUNCTION makes() RETURNS int"
                                + " LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE tmp AS SELECT 5 AS a; RETURN 1; END $$;\n");
        assertThat(isRefused(db, "", "-- fastmigrate: no-transaction\n" + done + ";\n", rest + ";\n"))
                .hasMessageContaining(lost);
    }

    /** A schema or a role that the script chose, left and dropped is not asked for again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "H2 ~ CREATE SCHEMA o; SET SCHEMA o; CREATE TABLE o.t (a INT); SET SCHEMA PUBLIC; DROP SCHEMA o CASCADE",
                "H2 ~ CREATE SCHEMA o; SET SCHEMA o; CREATE TABLE t (a INT); SET SCHEMA PUBLIC; ALTER SCHEMA o RENAME TO p",
                "H2 ~ CREATE SCHEMA \"o x\"; SET SCHEMA \"o x\"; DROP SCHEMA \"o x\" CASCADE; SET SCHEMA PUBLIC",
                "MariaDB ~ CREATE DATABASE %DB%o; USE %DB%o; CREATE TABLE t (a INT); USE %DB%; DROP DATABASE %DB%o",
                "MariaDB ~ CREATE ROLE %DB%r; SET ROLE %DB%r; SET ROLE NONE; DROP ROLE %DB%r; CREATE TABLE u (a INT)",
                "PostgreSQL ~ CREATE SCHEMA o; SET search_path = o; CREATE TABLE t (a INT); RESET search_path; DROP SCHEMA o CASCADE; VACUUM",
                "PostgreSQL ~ CREATE ROLE %DB%r; SET ROLE %DB%r; RESET ROLE; DROP ROLE %DB%r; VACUUM",
                "PostgreSQL ~ CREATE ROLE %DB%r; SET SESSION AUTHORIZATION %DB%r; RESET SESSION AUTHORIZATION; DROP ROLE %DB%r; VACUUM",
            })
    void goesOnWhereWhatTheScriptChoseIsDropped(String database, String done) throws Exception {
        Workshop db = database.equals("PostgreSQL")
                ? new Workshop(Servers.postgres(), directory)
                        .script("0001-tables.sql", "CREATE TABLE agent (id INT);\n")
                : workshop(database);
        String first = done.replace("%DB%", db.url().replaceFirst("(?s).*/(\\w+)(\\?.*)?", "$1")) + ";\n";
        db.script("0002-stops.sql", first + "SELECT nonsense;\n");
        db.fails();
        db.script("0002-stops.sql", first + "CREATE TABLE last_one (a INT);\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT count(*) FROM last_one")).containsExactly("0");
    }

    /** What nothing of the rest needs stops no one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "CREATE TEMPORARY TABLE tmp AS SELECT 5 AS a; INSERT INTO agent SELECT a, 'x' FROM tmp; DROP TEMPORARY TABLE tmp ~ CREATE TABLE tmp (a INT)",
                "CREATE TEMPORARY TABLE tmp AS SELECT 5 AS a ~ CREATE TEMPORARY TABLE tmp (a INT); INSERT INTO agent SELECT a, 'x' FROM tmp",
                "SELECT id INTO @c FROM agent ~ INSERT INTO agent VALUES (5, 'me@c.example'); CALL other()",
                "SET @c = 5 ~ CALL uses_c()",
            })
    void goesOnWhereNothingOfItIsNeeded(String done, String rest) throws Exception {
        Workshop db = workshop("MariaDB")
                .script(
                        "0002-more.sql",
                        "CREATE PROCEDURE other() SET @d = 1;\nCREATE PROCEDURE uses_c() INSERT INTO agent VALUES (@c, 'x');\n");
        String first = "CREATE TABLE first_one (a INT);\n" + done + ";\n";
        db.script("0003-stops.sql", first + "SELECT nonsense;\n");
        db.fails();
        db.script("0003-stops.sql", first + rest + ";\n");
        assertThat(db.migrate().after().number()).isEqualTo(3);
    }

    @Test
    void goesOnWithSettingsAndConstantsOfADump() throws Exception {
        Workshop db = workshop("MariaDB");
        String done = "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\nSET @c = 5;\n"
                + "CREATE INDEX i ON agent (name);\n";
        db.script("0002-order.sql", done + "INSERT INTO orders (agent) VALUES (@c);\n");
        db.fails();
        db.script(
                "0002-order.sql",
                done + "INSERT INTO orders (id, agent_id) VALUES (0, @c);\n"
                        + "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\nINSERT INTO orders (id) VALUES (0);\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
        assertThat(db.query("SELECT CONCAT(id, ' ', coalesce(agent_id, 'none')) FROM orders ORDER BY id"))
                .containsExactly("0 5", "1 none");
    }

    @Test
    void doesNotRunTheStatementOfASetStatementAgain() throws Exception {
        Workshop db = workshop("MariaDB");
        String done = "SET STATEMENT max_statement_time = 60 FOR INSERT INTO orders (agent_id) VALUES (1);\n";
        db.script("0002-order.sql", done + "DROP TABLE nothing;\n");
        db.fails();
        db.script("0002-order.sql", done + "CREATE INDEX i ON agent (name);\n");
        db.migrate();
        assertThat(db.query("SELECT count(*) FROM orders")).containsExactly("1");
    }
}
