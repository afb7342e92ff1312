package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Plan;
import io.fastmigrate.error.ScriptFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are put into scripts in the place of their names, by the rules of each database's SQL. */
class ValuesTest {

    private static final String SECRET = "open-sesame";

    @TempDir
    Path directory;

    private Workshop workshop(String database) throws Exception {
        return new Workshop(
                switch (database) {
                    case "PostgreSQL" -> Servers.postgres();
                    case "MariaDB" -> Servers.maria();
                    case "H2" -> "jdbc:h2:" + directory.resolve("h2");
                    default -> "jdbc:duckdb:" + directory.resolve("duck.db");
                },
                directory);
    }

    private static FastMigrate created(FastMigrateBuilder builder) {
        FastMigrate fastMigrate = builder.build();
        fastMigrate.create();
        return fastMigrate;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void replacesNamesOutsideComments(String database) throws Exception {
        Workshop db = workshop(database).script("0001-a.sql", """
                        -- ${no} it's
                        CREATE TABLE ${table} (id INTEGER, x VARCHAR(${length})); /* ${no} */
                        INSERT INTO ${table} VALUES (1, '-- ${name}'), (2, '${name}${name}');
                        """);
        created(db.builder().value("table", "people").value("length", "50").value("name", "Ada"))
                .migrate();
        assertThat(db.query("SELECT x FROM people ORDER BY id")).containsExactly("-- Ada", "AdaAda");
        assertThat(db.builder().build().migrate().warnings()).isEmpty();
    }

    @Test
    void knowsDollarsNestedCommentsAndRowsOfPostgres() throws Exception {
        Workshop db = workshop("PostgreSQL").script("0001-a.sql", """
                        /* /* ${no} */ ${no} */
                        CREATE TABLE t (a int, b text);
                        COPY t FROM stdin; -- ${no}
                        1\tit's ${plain}
                        2\t/* $$ ${
                        \\.
                        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '${name}' $$;
                        INSERT INTO t VALUES (3, $$${name}$$), (4, $q$${name}$q$), (5, '${name} it''s');
                        """);
        Plan plan = created(db.builder().value("name", "Ada")).plan();
        assertThat(plan.steps()).extracting(Plan.Step::execution).containsExactly(Plan.Execution.ATOMIC);
        db.builder().value("name", "Ada").build().migrate();
        assertThat(db.query("SELECT b FROM t ORDER BY a"))
                .containsExactly("it's ${plain}", "/* $$ ${", "Ada", "Ada", "Ada it's");
        assertThat(db.query("SELECT f()")).containsExactly("Ada");
    }

    @Test
    void knowsDelimitersAndBackslashesOfMariaDb() throws Exception {
        Workshop db = workshop("MariaDB").script("0001-a.sql", """
                        CREATE TABLE t (b VARCHAR(50)); # ${no} '
                        DELIMITER $$
                        CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW BEGIN
                          SET NEW.b = concat(NEW.b, ' \\'-- ${name}'); -- ${no}
                        END$$
                        DELIMITER ;
                        INSERT INTO t VALUES ('${name}');
                        """);
        created(db.builder().value("name", "Ada")).migrate();
        assertThat(db.query("SELECT b FROM t")).containsExactly("Ada '-- Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2"})
    void errorsShowTheScriptAsWritten(String database) throws Exception {
        Workshop db = workshop(database)
                .script(
                        "0001-a.sql",
                        "CREATE TABLE a (x VARCHAR(99));\nINSERT INTO a VALUES ('${v}'); SELECT missing;\n");
        FastMigrate fastMigrate = created(db.builder().value("v", SECRET + "\nand a second line"));
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate);
        assertThat(failure.position().orElseThrow().line()).isEqualTo(2);
        assertThat(failure.position().orElseThrow().column()).isBetween(32, 39);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void errorsTellNoValue(String database) throws Exception {
        Workshop db = workshop(database)
                .script("0001-a.sql", "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES ('${secret}');\n");
        StringWriter told = new StringWriter();
        assertThatThrownBy(created(db.builder().value("secret", SECRET))::migrate)
                .satisfies(e -> e.printStackTrace(new PrintWriter(told)));
        assertThat(told.toString()).contains("${secret}").doesNotContain(SECRET);
    }

    @Test
    void doesNotGoOnWithAnotherValueThanTheAppliedStatementsHad() throws Exception {
        Workshop db = workshop("MariaDB").script("0001-a.sql", """
                        CREATE TABLE a (x VARCHAR(20));
                        INSERT INTO a VALUES ('${v}');
                        CREATE TABLE b (y INT);
                        ALTER TABLE ${table} ADD z INT;
                        """);
        FastMigrateBuilder first = db.builder().value("v", "one").value("table", "missing");
        assertThatThrownBy(created(first)::migrate).isInstanceOf(ScriptFailedException.class);

        FastMigrate other = db.builder().value("v", "two").value("table", "b").build();
        assertThatThrownBy(other::migrate)
                .isInstanceOf(ScriptFailedException.class)
                .hasMessageContaining("or a value in it, has changed");
        assertThat(db.query("SELECT x FROM a")).containsExactly("one");
        assertThat(db.version()).isZero();

        db.builder().value("v", "one").value("table", "b").build().migrate();
        assertThat(db.query("SELECT x FROM a")).containsExactly("one");
        assertThat(db.query("SELECT count(*) FROM b")).containsExactly("0");
        assertThat(db.version()).isOne();
    }
}
