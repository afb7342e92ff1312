package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A script must not take away the tables that say where the database stands. */
class ControlTableLossTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway") // set before each test
    ControlTableLossTest() {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public",
                "DROP SCHEMA IF EXISTS old, \"public\" CASCADE",
                "ALTER SCHEMA public RENAME TO before",
                "DROP TABLE /* all; */ IF EXISTS a, public._meta CASCADE",
                "TRUNCATE ONLY a, _fastmigrate_history",
                "DELETE FROM _meta WHERE id = 1",
                "ALTER TABLE ONLY public.\"_meta\" RENAME TO kept",
                "INSERT INTO _meta (id, version) VALUES (1, 5)",
                "UPDATE ONLY public._meta AS m SET version = 99",
                "MERGE INTO \"_meta\" USING a ON true WHEN NOT MATCHED THEN INSERT VALUES (1, 5)",
                "COPY public._meta (id, version) FROM stdin;\n1\t4\n\\.\nSELECT 1",
                "CREATE TABLE public._meta (id int, version int)"
            })
    void isRefusedOnPostgres(String statement) throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n" + statement + ";\n");
        refuses(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE `_meta`",
                "/*!40000 DROP TABLE IF EXISTS `a`,`_meta`*/",
                "RENAME TABLE a TO b, _meta TO c",
                "TRUNCATE _fastmigrate_history",
                "DROP DATABASE IF EXISTS DB",
                "CREATE OR REPLACE DATABASE DB",
                "CREATE OR REPLACE SCHEMA `DB` CHARACTER SET utf8mb4",
                "CREATE OR REPLACE TABLE _meta (id INT)",
                "DELETE a, _meta FROM a JOIN _meta",
                "DELETE FROM a, DB._meta USING a JOIN _meta",
                "REPLACE `_meta` VALUES (1, 4)",
                "INSERT IGNORE INTO `_meta` VALUES (1, 4)",
                "UPDATE DB._meta SET version = 4",
                "/*!40000 INSERT INTO `_meta` VALUES (1, 4) */"
            })
    void isRefusedOnMariaDb(String statement) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        String name = db.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n" + statement.replace("DB", name) + ";\n");
        refuses(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP ALL OBJECTS",
                "DROP SCHEMA PUBLIC CASCADE",
                "DROP TABLE \"_META\"",
                "MERGE INTO _meta (id, version) VALUES (1, 7)",
                "INSERT INTO PUBLIC._META VALUES (1, 7)"
            })
    void isRefusedOnH2(String statement) throws Exception {
        Workshop db = new Workshop("jdbc:h2:file:" + directory.resolve("h2"), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n" + statement + ";\n");
        refuses(db);
    }

    private static void refuses(Workshop db) throws Exception {
        db.script("0002-b.sql", Files.readString(db.directory().resolve("0001-a.sql")));
        db.script("0001-a.sql", "CREATE TABLE first_one (id int);\n");
        InvalidScriptException failure = Objects.requireNonNull(
                catchThrowableOfType(InvalidScriptException.class, db::migrate), "it did not fail");
        assertThat(failure).hasMessageContainingAll("0002-b.sql:2:", "no statement of the script ran");
        assertThat(failure.advice()).contains("_meta").doesNotContain("Correct the script");
        assertThat(db.version()).isZero();
        assertThat(db.query("SELECT version FROM _meta")).containsExactly("0");
        String schema = db.url().startsWith("jdbc:mariadb:") ? "DATABASE()" : "current_schema";
        assertThat(db.query(
                        "SELECT count(*) FROM information_schema.tables WHERE lower(table_name) IN ('a', 'first_one')"
                                + " AND table_schema = " + schema))
                .containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE main._meta", "INSERT OR REPLACE INTO _meta VALUES (1, 7)"})
    void isRefusedOnDuckDb(String statement) throws Exception {
        Workshop db = new Workshop("jdbc:duckdb:" + directory.resolve("duck.db"), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n" + statement + ";\n");
        refuses(db);
    }

    @Test
    void readingThemIsNone() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script(
                "0001-a.sql",
                "CREATE TABLE a (id INT);\nINSERT INTO a SELECT version FROM _meta;\nDELETE FROM a USING a JOIN _meta;\n"
                        + "UPDATE a JOIN _meta SET a.id = _meta.version;\nINSERT INTO a VALUES ('4') ON DUPLICATE KEY UPDATE"
                        + " id = (SELECT version FROM _meta);\nCREATE TABLE IF NOT EXISTS _meta (id INT);\n");
        db.migrate();
        assertThat(db.query("SELECT id FROM a")).containsExactly("4");
    }

    @Test
    void otherSchemasAreTheScriptsOwn() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-a.sql",
                "CREATE SCHEMA other;\nCREATE TABLE other._meta (id int);\nDROP TABLE other._meta;\nDROP SCHEMA other"
                        + " CASCADE;\n");
        db.migrate();
        assertThat(db.version()).isEqualTo(1);
    }

    @Test
    void isToldAndTakenBackWhereItCouldNotBeSeen() throws Exception {
        Workshop db = new Workshop(Servers.postgres(), directory);
        db.script(
                "0001-a.sql", "CREATE TABLE a (id int);\nDO $$ BEGIN EXECUTE 'DROP SCHEMA public CASCADE'; END $$;\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure)
                .hasMessageContainingAll(
                        "dropped, moved or renamed the table _meta",
                        "The database is at version 0, as before this run");
        assertThat(failure.advice()).contains("Drop the script's own objects by name");
        assertThat(db.version()).isZero();
    }

    @Test
    void isToldTrulyWhereItCannotBeTakenBack() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        db.migrate();
        db.script("0002-b.sql", "CREATE TABLE b (id int);\nEXECUTE IMMEDIATE CONCAT('DROP TABLE ', '_meta');\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure)
                .hasMessageContainingAll(
                        "dropped, moved or renamed the table _meta",
                        "The table _meta is gone, and so is the version; before this run the database was at"
                                + " version 1")
                .hasMessageNotContaining("as before this run");
        assertThat(failure.advice()).contains("CREATE TABLE", "(id, version) VALUES (1, 1);");
    }

    /** The lock is given back behind such a script: what another process did by then looks the same. */
    @ParameterizedTest
    @ValueSource(strings = {"MariaDB", "H2"})
    void isToldWhereTheScriptChangedTheVersionInAHiddenWay(String database) throws Exception {
        boolean maria = database.equals("MariaDB");
        Workshop db = new Workshop(maria ? Servers.maria() : "jdbc:h2:file:" + directory.resolve("h2"), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n");
        db.migrate();
        String change = maria
                ? "EXECUTE IMMEDIATE CONCAT('UPDATE ', '_meta SET version = 77')"
                : "EXECUTE IMMEDIATE 'UPDATE ' || '_meta SET version = 77'";
        db.script("0002-b.sql", "CREATE TABLE b (id int);\n" + change + ";\n")
                .script("0003-c.sql", "CREATE TABLE c (id int);\n");
        ScriptFailedException failure = db.fails();
        assertThat(failure).hasMessageContainingAll("0002-b.sql", "changed from 1 to 77 while the script ran");
        assertThat(failure.advice()).contains("UPDATE _meta SET version = 1 WHERE id = 1;");
        assertThat(db.query("SELECT count(*) FROM _fastmigrate_history")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ DO $$ BEGIN EXECUTE 'TRUN' || 'CATE _fastmigrate_history'; END $$",
                "PostgreSQL ~ DO $$ BEGIN EXECUTE 'DELETE FROM _fast' || 'migrate_history'; END $$",
                "MariaDB ~ EXECUTE IMMEDIATE CONCAT('DELETE FROM _fast', 'migrate_history')",
                "MariaDB ~ EXECUTE IMMEDIATE CONCAT('TRUNCATE _fast', 'migrate_history')",
            })
    void isToldWhereTheScriptEmptiedTheHistoryInAHiddenWay(String database, String statement) throws Exception {
        Workshop db = new Workshop(database.equals("MariaDB") ? Servers.maria() : Servers.postgres(), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id int);\n").script("0002-b.sql", "INSERT INTO a VALUES (1);\n");
        db.migrate();
        db.script("0003-c.sql", statement + ";\nINSERT INTO a VALUES (2);\n");
        FastMigrateException failure = catchThrowableOfType(FastMigrateException.class, db::migrate);
        assertThat(failure).hasMessageContainingAll("entry of version 2 is gone", "_fastmigrate_history");
        assertThat(failure.advice()).contains("Remove what deletes it");
        assertThat(db.version()).isEqualTo(2);
        if (database.equals("PostgreSQL")) {
            assertThat(db.query("SELECT version FROM _fastmigrate_history ORDER BY version"))
                    .containsExactly("1", "2");
            assertThat(db.query("SELECT id FROM a")).containsExactly("1");
        }
    }
}
