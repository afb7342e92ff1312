package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
