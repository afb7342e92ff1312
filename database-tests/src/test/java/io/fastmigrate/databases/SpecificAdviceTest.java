package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Advice on servers that names the cause where "correct the script" would send people the wrong way. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class SpecificAdviceTest {

    private static final String TABLE = "CREATE TABLE users (id INT PRIMARY KEY, api_key VARCHAR(40));\n";

    @TempDir
    Path directory;

    private String url(String database) throws Exception {
        return switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            case "DuckDB" -> "jdbc:duckdb:" + directory.resolve("duck.db");
            default -> "jdbc:h2:" + directory.resolve("h2");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER users_key BEFORE INSERT ON users FOR EACH ROW IF NEW.api_key IS NULL THEN SET NEW.api_key = 'k';"
                        + " END IF;",
                "CREATE OR REPLACE TRIGGER users_key BEFORE INSERT ON users FOR EACH ROW BEGIN\n DECLARE k INT;\n SET k = 1;\nEND;",
                "CREATE DEFINER=CURRENT_USER PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;"
            })
    void namesDelimiterForARoutineThatWasCut(String routine) throws Exception {
        Workshop workshop = new Workshop(Servers.maria(), directory).script("0001-t.sql", TABLE + routine);
        FastMigrateException failure = catchThrowableOfType(FastMigrateException.class, workshop::migrate);
        assertThat(failure).hasMessageContaining("0001-t.sql:2:");
        assertThat(failure.advice()).contains("DELIMITER");
        assertThat(workshop.version()).isZero();
        workshop.script("0001-t.sql", TABLE + "DELIMITER //\n" + routine.replaceFirst(";$", "") + "//\nDELIMITER ;\n");
        assertThat(workshop.migrate().after().number()).isEqualTo(1);
    }

    /** A replica is read-only too, and is not the only cause. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "PostgreSQL ~ SET TRANSACTION READ ONLY; SELECT 1;",
                "PostgreSQL ~ BEGIN READ ONLY; INSERT INTO users VALUES (1, 'k'); COMMIT;",
                "MariaDB ~ CREATE TABLE a (id INT); SET SESSION TRANSACTION READ ONLY; SELECT 1;"
            })
    void namesTheScriptsOwnReadOnly(String database, String script) throws Exception {
        Workshop workshop = new Workshop(url(database), directory).script("0001-t.sql", TABLE);
        workshop.migrate();
        ScriptFailedException failure = workshop.script("0002-t.sql", script).fails();
        assertThat(failure.advice()).contains("If the script itself chooses READ ONLY, remove that");
        assertThat(workshop.version()).isEqualTo(1);
    }

    @Test
    void aScriptMayUseAnEnumValueOfTheOneBeforeInEveryTransactionScope() throws Exception {
        Workshop workshop = new Workshop(Servers.postgres(), directory)
                .script("0001-type.sql", "CREATE TYPE s AS ENUM ('draft'); CREATE TABLE doc (state s);")
                .script("0002-add.sql", "ALTER TYPE s ADD VALUE IF NOT EXISTS 'gone';")
                .script("0003-use.sql", "INSERT INTO doc VALUES ('gone');");
        FastMigrate fastMigrate =
                workshop.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after().number()).isEqualTo(3);
        assertThat(workshop.query("SELECT state FROM doc")).containsExactly("gone");
    }

    private static ScriptFailedException failsInOneTransaction(Workshop workshop) {
        FastMigrate fastMigrate =
                workshop.builder().transaction(TransactionScope.RUN).build();
        fastMigrate.create();
        return Objects.requireNonNull(catchThrowableOfType(ScriptFailedException.class, fastMigrate::migrate));
    }

    /** The value is added where no reader of the script sees it. */
    @Test
    void advisesATransactionForEachScriptWhereAnEnumValueIsTooNew() throws Exception {
        Workshop workshop = new Workshop(Servers.postgres(), directory)
                .script("0001-type.sql", "CREATE TYPE s AS ENUM ('draft'); CREATE TABLE doc (state s);");
        workshop.migrate();
        workshop.script("0002-add.sql", "DO $$ BEGIN EXECUTE 'ALTER TYPE s ADD VALUE ''gone'''; END $$;")
                .script("0003-use.sql", "SELECT 1;\nINSERT INTO doc VALUES ('gone');");
        ScriptFailedException failure = failsInOneTransaction(workshop);
        assertThat(failure).hasMessageContainingAll("0003-use.sql", "55P04");
        assertThat(failure.advice()).contains("--transaction script").doesNotContain("Correct the script");
        assertThat(workshop.version()).isEqualTo(1);
        assertThat(workshop.migrate().after().number()).isEqualTo(3);
        assertThat(workshop.query("SELECT state FROM doc")).containsExactly("gone");
    }

    @Test
    void advisesATransactionForEachScriptWhereDeferredChecksHoldATable() throws Exception {
        Workshop workshop = new Workshop(Servers.postgres(), directory)
                .script(
                        "0001-tables.sql",
                        "CREATE TABLE author (id INT PRIMARY KEY);\n"
                                + "CREATE TABLE book (author INT REFERENCES author DEFERRABLE INITIALLY DEFERRED);");
        workshop.migrate();
        workshop.script("0002-rows.sql", "INSERT INTO book VALUES (1); INSERT INTO author VALUES (1);")
                .script("0003-alter.sql", "ALTER TABLE book ADD COLUMN title TEXT;");
        ScriptFailedException failure = failsInOneTransaction(workshop);
        assertThat(failure).hasMessageContainingAll("0003-alter.sql", "55006");
        assertThat(failure.advice()).contains("--transaction script").doesNotContain("Correct the script");
        assertThat(workshop.query("SELECT count(*) FROM book")).containsExactly("0");
        assertThat(workshop.migrate().after().number()).isEqualTo(3);
    }

    @Test
    void advisesToSplitAScriptWhoseOwnDeferredChecksHoldATable() throws Exception {
        Workshop workshop = new Workshop(Servers.postgres(), directory).script("0001-tables.sql", """
                        CREATE TABLE author (id INT PRIMARY KEY);
                        CREATE TABLE book (author INT REFERENCES author DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO author VALUES (1); INSERT INTO book VALUES (1);
                        ALTER TABLE book ADD COLUMN title TEXT;
                        """);
        ScriptFailedException failure = workshop.fails();
        assertThat(failure.position())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(4));
        assertThat(failure.advice()).contains("split the script");
        assertThat(workshop.version()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2", "DuckDB"})
    void neverAdvisesToAcceptAnotherApplicationsScripts(String database) throws Exception {
        String url = url(database);
        Workshop shop = new Workshop(url, directory.resolve("shop"))
                .script("0001-products.sql", "CREATE TABLE product (id INT);");
        shop.migrate();
        Workshop blog = new Workshop(url, directory.resolve("blog"))
                .script("0001-posts.sql", "CREATE TABLE post (id INT);")
                .script("0002-title.sql", "ALTER TABLE post ADD COLUMN title INT;");
        ChangedScriptException failure = catchThrowableOfType(ChangedScriptException.class, blog::migrate);
        assertThat(failure).hasMessageContainingAll("0001-posts.sql", "0001-products.sql");
        assertThat(failure.advice()).contains("another application").doesNotContain("accept");
        assertThat(shop.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET standard_conforming_strings = off;",
                "set session standard_conforming_strings to 'off';",
                "SET LOCAL standard_conforming_strings=0;"
            })
    void refusesASettingThatChangesHowQuotesAreReadBeforeAnythingRuns(String setting) throws Exception {
        Workshop workshop = new Workshop(Servers.postgres(), directory)
                .script("0001-a.sql", "CREATE TABLE before_it (id integer);\n" + setting + "\nSELECT 'it\\'s; ok';");
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, workshop::migrate);
        assertThat(failure).hasMessageContaining("standard_conforming_strings").hasMessageContaining(":2:1");
        assertThat(workshop.version()).isZero();
        assertThat(workshop.query("SELECT count(*) FROM pg_tables WHERE tablename = 'before_it'"))
                .containsExactly("0");
    }

    @Test
    void refusesNoBackslashEscapes() throws Exception {
        Workshop workshop = new Workshop(Servers.maria(), directory)
                .script("0001-a.sql", TABLE + "SET SESSION sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES';\nSELECT 'a\\';");
        InvalidScriptException failure = catchThrowableOfType(InvalidScriptException.class, workshop::migrate);
        assertThat(failure).hasMessageContaining("NO_BACKSLASH_ESCAPES");
        assertThat(workshop.version()).isZero();
    }

    @Test
    void saysThatTheIndexOfDuckDbBelongsIntoTheNextScript() throws Exception {
        Workshop workshop = new Workshop("jdbc:duckdb:" + directory.resolve("duck.db"), directory)
                .script(
                        "0001-log.sql",
                        "CREATE TABLE log (id INTEGER, level VARCHAR); INSERT INTO log VALUES (1, 'info');")
                .script(
                        "0002-sev.sql",
                        "ALTER TABLE log ADD COLUMN sev INTEGER;\nUPDATE log SET sev = 1;\nCREATE INDEX log_sev ON log (sev);");
        ScriptFailedException failure = workshop.fails();
        assertThat(failure.advice()).contains("Move the CREATE INDEX").doesNotContain("program");
        assertThat(failure.position())
                .hasValueSatisfying(position -> assertThat(position.line()).isEqualTo(3));
        assertThat(workshop.version()).isEqualTo(1);
    }

    @Test
    void saysThatTheUniqueIndexOfDuckDbBelongsIntoTheNextScript() throws Exception {
        Workshop workshop = new Workshop("jdbc:duckdb:" + directory.resolve("duck.db"), directory)
                .script(
                        "0001-log.sql",
                        "CREATE TABLE log (id INTEGER, level VARCHAR);\nINSERT INTO log VALUES (1, 'info'), (2, 'info');")
                .script(
                        "0002-unique.sql",
                        "DELETE FROM log WHERE id = 1;\nCREATE UNIQUE INDEX log_level ON log (level);");
        ScriptFailedException failure = workshop.fails();
        assertThat(failure.advice()).contains("split it", "next script").doesNotContain("program");
        assertThat(failure.position())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(2));
        assertThat(workshop.query("SELECT count(*) FROM log")).containsExactly("2");
        assertThat(workshop.version()).isEqualTo(1);
        workshop.script("0002-unique.sql", "DELETE FROM log WHERE id = 1;")
                .script("0003-index.sql", "CREATE UNIQUE INDEX log_level ON log (level);");
        assertThat(workshop.migrate().after().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB", "H2"})
    void namesTheToolThatMigratesADatabase(String database) throws Exception {
        Workshop workshop = new Workshop(url(database), directory).script("0001-a.sql", "SELECT 1;");
        workshop.execute("CREATE TABLE DATABASECHANGELOG (ORDEREXECUTED INTEGER)");
        DatabaseUnmanagedException failure = catchThrowableOfType(
                DatabaseUnmanagedException.class,
                () -> workshop.builder().build().migrate());
        assertThat(failure.advice()).contains("Liquibase").containsIgnoringCase("databasechangelog");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "PostgreSQL ~ SET no_such_timeout = 0 ~ a dump of a newer PostgreSQL, remove the line",
                "PostgreSQL ~ SET statement_timeout = 50; SELECT pg_sleep(20) ~ SET statement_timeout = 0",
                "PostgreSQL ~ DO $$ BEGIN FOR i IN 1..30000 LOOP EXECUTE 'CREATE TABLE t' || i || ' (id int)'; END LOOP; END $$ ~ max_locks_per_transaction",
            })
    void namesWhatElseMayBeTheCause(String database, String statement, String advice) throws Exception {
        Workshop workshop = new Workshop(url(database), directory).script("0001-a.sql", statement + ";\n");
        ScriptFailedException failure = workshop.fails();
        assertThat(failure.advice()).contains(advice).doesNotContain("Correct the script");
        assertThat(workshop.version()).isZero();
    }

    @Test
    void saysThatDuckDbStillSeesDeletedRowsThatReferToOthers() throws Exception {
        Workshop workshop = new Workshop(url("DuckDB"), directory)
                .script(
                        "0001-rows.sql",
                        "CREATE TABLE p (id INT PRIMARY KEY);\nCREATE TABLE c (id INT REFERENCES p (id));\n"
                                + "INSERT INTO p VALUES (1);\nINSERT INTO c VALUES (1);\n")
                .script("0002-delete.sql", "DELETE FROM c;\nDELETE FROM p;\n");
        assertThat(workshop.fails().advice())
                .contains("move this statement to the next script")
                .doesNotContain("Correct the script");
        workshop.script("0002-delete.sql", "DELETE FROM c;\n").script("0003-delete.sql", "DELETE FROM p;\n");
        assertThat(workshop.migrate().after().number()).isEqualTo(3);
    }

    @Test
    void saysThatAStatementIsTooLongForTheServerOfMariaDb() throws Exception {
        Workshop workshop = new Workshop(Servers.maria(), directory)
                .script(
                        "0001-a.sql",
                        "CREATE TABLE a (t LONGTEXT);\nINSERT INTO a VALUES ('" + "x".repeat(17_000_000) + "');\n");
        workshop.execute("SET GLOBAL max_allowed_packet = 16777216");
        assertThat(workshop.fails().advice()).contains("max_allowed_packet").doesNotContain("host and port");
    }

    @Test
    void saysThatADefinerOfADumpNeedsAPrivilege() throws Exception {
        String url = Servers.maria();
        Workshop workshop = new Workshop(Servers.mariaUser(url), url, directory)
                .script("0001-a.sql", "CREATE DEFINER=`root`@`localhost` VIEW v AS SELECT 1 AS a;\n");
        assertThat(workshop.fails().advice()).contains("Remove DEFINER=");
    }
}
