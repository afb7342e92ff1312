package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A temporary table of a script's may have the name of one of ours: it is refused, since the version would not be kept. */
class TemporaryControlTableTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    TemporaryControlTableTest() {}

    private String url(String database) throws Exception {
        return switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            case "DuckDB" -> "jdbc:duckdb:" + directory.resolve("duck.db");
            default -> "jdbc:h2:" + directory.resolve("h2");
        };
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, _meta",
        "PostgreSQL, _fastmigrate_history",
        "PostgreSQL, _fastmigrate_progress",
        "MariaDB, _meta",
        "MariaDB, `_meta`",
        "MariaDB, _fastmigrate_history",
        "MariaDB, _fastmigrate_progress",
        "H2, _meta",
        "H2, _fastmigrate_history",
        "DuckDB, _meta",
        "DuckDB, \"_FastMigrate_History\"",
    })
    void isRefusedBeforeAnythingRuns(String database, String table) throws Exception {
        Workshop db = new Workshop(url(database), directory).script("0001-a.sql", "CREATE TABLE a (id INT);\n");
        db.migrate();
        db.script(
                "0002-rows.sql",
                "INSERT INTO a VALUES (2);\nCREATE TEMPORARY TABLE " + table + " (id INT, version INT);\n");
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, db::migrate);
        assertThat(failure).hasMessageContainingAll("0002-rows.sql:2:1", "would hide a table");
        assertThat(failure.advice()).contains("belong to fastmigrate");
        assertThat(db.query("SELECT count(*) FROM a")).containsExactly("0");
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE TEMPORARY TABLE _meta (id INT, version INT)",
                "CREATE TEMPORARY TABLE IF NOT EXISTS _meta (id INT, version INT)",
                "create /* a */ temporary table %s._meta (id INT, version INT)",
                "/*!50000 CREATE TEMPORARY TABLE _meta (id INT, version INT) */"
            })
    void isFoundInEveryFormOfMariaDb(String statement) throws Exception {
        String url = Servers.maria();
        Workshop db = new Workshop(url, directory)
                .script("0001-a.sql", statement.replace("%s", url.replaceFirst(".*/(\\w+)\\?.*", "$1")) + ";\n");
        assertThat(catchThrowableOfType(InvalidScriptException.class, db::migrate))
                .hasMessageContaining("would hide a table");
        assertThat(db.version()).isZero();
    }

    /** No reader of the script sees it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_meta | id INT, version INT",
                "_fastmigrate_history | version INT, file_name TEXT, kind TEXT, checksum TEXT, applied_at TEXT, duration_ms"
                        + " BIGINT, applied_by TEXT, from_version INT"
            })
    void isFoundWhereAFunctionOfMariaDbMakesIt(String table, String columns) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script(
                        "0001-a.sql",
                        "CREATE TABLE a (id INT);\nDELIMITER //\nCREATE FUNCTION f() RETURNS INT BEGIN CREATE TEMPORARY TABLE "
                                + table + " (" + columns + "); RETURN 2; END//\nDELIMITER ;\n");
        db.migrate();
        db.script("0002-rows.sql", "INSERT INTO a VALUES (2);\nSELECT f();\n").script("0003-more.sql", "SELECT 1;\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContainingAll("0002-rows.sql", "temporary table " + table);
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("1");
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_history")).containsExactly("1");
        assertThat(db.query("SELECT * FROM a")).isEmpty();
    }

    /** A script that runs statement by statement has its version set in a session that is as new. */
    @Test
    void hidesNothingWhereAProcedureOfMariaDbMakesIt() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script(
                        "0001-a.sql",
                        "CREATE TABLE a (id INT);\nCREATE PROCEDURE p() CREATE TEMPORARY TABLE _meta AS SELECT * FROM _meta;\n");
        db.migrate();
        db.script("0002-rows.sql", "INSERT INTO a VALUES (2);\nCALL p();\n").script("0003-more.sql", "SELECT 1;\n");
        assertThat(db.migrate().after().number()).isEqualTo(3);
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("3");
        assertThat(db.query("SELECT * FROM a")).containsExactly("2");
    }

    /** Its own tables may be read into one of another name. */
    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void isNoneThatOnlyReadsThem(String database) throws Exception {
        Workshop db = new Workshop(url(database), directory)
                .script(
                        "0001-a.sql",
                        "CREATE TEMPORARY TABLE meta AS SELECT * FROM _meta;\nCREATE TABLE a AS SELECT * FROM meta;\n");
        assertThat(db.migrate().after().number()).isEqualTo(1);
        assertThat(db.query("SELECT version FROM a")).containsExactly("0");
    }
}
