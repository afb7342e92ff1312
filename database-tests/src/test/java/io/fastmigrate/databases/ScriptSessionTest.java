package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every script begins in a session as new, whether it runs in one run with others or alone. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class ScriptSessionTest {

    @TempDir
    Path directory;

    private String url(String database) throws Exception {
        return switch (database) {
            case "PostgreSQL" -> Servers.postgres();
            case "MariaDB" -> Servers.maria();
            case "H2" -> "jdbc:h2:" + directory.resolve("h2");
            default -> "jdbc:duckdb:" + directory.resolve("duck.db");
        };
    }

    private Migrations migrations() {
        return new Migrations(directory.resolve("migrations"));
    }

    private static HikariDataSource pool(String url, String init) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(url.startsWith("jdbc:h2") ? 2 : 1);
        pool.setConnectionTimeout(5_000);
        pool.setConnectionInitSql(init.isEmpty() ? null : init);
        return pool;
    }

    private static void migrate(FastMigrateBuilder builder) {
        builder.build().create();
        builder.build().migrate();
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            var rows = statement.executeQuery(sql);
            return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
        }
    }

    /** What a first script leaves, the question of a second one, and the answer of a new session. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "MariaDB ~ SET @x = 5 ~ coalesce(@x, 'none') ~ none",
                "MariaDB ~ SELECT 5 INTO @x ~ coalesce(@x, 'none') ~ none",
                "MariaDB ~ INSERT INTO numbered (name) VALUES ('a') ~ LAST_INSERT_ID() ~ 0",
                "MariaDB ~ SET SESSION sql_mode = 'ANSI_QUOTES' ~ @@sql_mode LIKE '%ANSI%' ~ 0",
                "MariaDB ~ SET ROLE everything ~ coalesce(CURRENT_ROLE(), 'none') ~ none",
                "MariaDB ~ CREATE TEMPORARY TABLE t (i INT) ~ (SELECT count(*) FROM t) ~ 1",
                "MariaDB ~ SET timestamp = 1000 ~ now() > '2020-01-01' ~ 1",
                "MariaDB ~ SET time_zone = '+07:00' ~ @@time_zone = '+07:00' ~ 0",
                "MariaDB ~ SET GLOBAL net_retry_count = 12 ~ @@session.net_retry_count ~ 12",
                "MariaDB ~ SELECT GET_LOCK('of the script', 1) ~ coalesce(IS_USED_LOCK('of the script'), 'free') ~ free",
                "MariaDB ~ CALL sets() ~ coalesce(@hidden, 'none') ~ none",
                "MariaDB ~ INSERT INTO watched VALUES (1) ~ coalesce(@seen, 'none') ~ none",
                "MariaDB ~ USE mysql ~ DATABASE() = 'mysql' ~ 0",
                "MariaDB ~ SET foreign_key_checks = 0, unique_checks = 0 ~ @@foreign_key_checks + @@unique_checks ~ 2",
                "MariaDB ~ SET tx_isolation = 'SERIALIZABLE' ~ @@tx_isolation ~ REPEATABLE-READ",
                "MariaDB ~ SET NAMES utf8mb4 COLLATE utf8mb4_bin ~ @@collation_connection = 'utf8mb4_bin' ~ 0",
                "MariaDB ~ SET SESSION sql_safe_updates = 1, sql_select_limit = 1 ~ @@sql_safe_updates + (@@sql_select_limit = 1) ~ 0",
                "MariaDB ~ SET STATEMENT sort_buffer_size = 20000 FOR SET @y = 5 ~ coalesce(@y, 'none') ~ none",
                "MariaDB ~ HANDLER t OPEN AS h ~ (SELECT count(*) FROM t) ~ 1",
                "H2 ~ SET @x = 5 ~ coalesce(@x, 'none') ~ none",
                "H2 ~ SET SCHEMA INFORMATION_SCHEMA ~ SCHEMA() ~ PUBLIC",
                "H2 ~ SET NON_KEYWORDS VALUE ~ (SELECT count(*) FROM information_schema.settings WHERE setting_name = 'NON_KEYWORDS') ~ 0",
                "H2 ~ SET VARIABLE_BINARY TRUE ~ (SELECT setting_value FROM information_schema.settings WHERE setting_name = 'VARIABLE_BINARY') ~ FALSE",
                "H2 ~ CREATE LOCAL TEMPORARY TABLE s (i INT) ~ (SELECT count(*) FROM information_schema.session_state WHERE state_key = 'TABLE S') ~ 0",
                "H2 ~ SET TIME ZONE '+07:00' ~ EXTRACT(TIMEZONE_HOUR FROM CURRENT_TIMESTAMP) = 7 ~ FALSE",
                "H2 ~ SET LOCK_TIMEOUT 4321 ~ LOCK_TIMEOUT() = 4321 ~ FALSE",
                "DuckDB ~ CREATE TEMP TABLE t (i INT) ~ (SELECT count(*) FROM t) ~ 1",
                "DuckDB ~ SET VARIABLE x = 5 ~ coalesce(getvariable('x'), -1) ~ -1",
                "DuckDB ~ SET default_order = 'desc' ~ lower(left(current_setting('default_order'), 3)) ~ asc",
                "DuckDB ~ CREATE TEMP MACRO m(a) AS a + 1 ~ (SELECT count(*) FROM duckdb_functions() WHERE function_name = 'm') ~ 0",
                "DuckDB ~ SET search_path = 'pg_catalog' ~ current_schema() ~ main",
                "DuckDB ~ PREPARE s AS SELECT 1 ~ (SELECT count(*) FROM duckdb_prepared_statements() WHERE name = 's') ~ 0",
                "DuckDB ~ SET TimeZone = 'Asia/Kathmandu' ~ current_setting('TimeZone') = 'Asia/Kathmandu' ~ false",
                "DuckDB ~ ATTACH ':memory:' AS other ~ (SELECT count(*) FROM duckdb_databases() WHERE database_name = 'other') ~ 0",
                "PostgreSQL ~ CREATE TEMP TABLE t (i INT) ~ (SELECT count(*) FROM t) ~ 1",
                "PostgreSQL ~ CREATE TABLE pg_temp.t (i INT) ~ (SELECT count(*) FROM t) ~ 1",
                "PostgreSQL ~ CREATE FUNCTION pg_temp.hidden() RETURNS int LANGUAGE sql AS 'SELECT 1' ~ (SELECT count(*) FROM pg_proc WHERE proname = 'hidden') ~ 0",
                "PostgreSQL ~ SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE ~ current_setting('default_transaction_isolation') ~ read committed",
                "PostgreSQL ~ SET session_replication_role = replica ~ current_setting('session_replication_role') ~ origin",
                "PostgreSQL ~ SET TIME ZONE 'Asia/Kathmandu' ~ current_setting('TimeZone') = 'Asia/Kathmandu' ~ false",
                "PostgreSQL ~ SET app.tenant = 'a' ~ coalesce(nullif(current_setting('app.tenant', true), ''), 'none') ~ none",
                "PostgreSQL ~ SELECT set_config('app.tenant', 'a', false) ~ coalesce(nullif(current_setting('app.tenant', true), ''), 'none') ~ none",
                "PostgreSQL ~ SELECT pg_catalog.set_config('search_path', '', false) ~ current_schema() ~ public",
                "PostgreSQL ~ SET LOCAL statement_timeout = 12345 ~ current_setting('statement_timeout') ~ 0",
                "PostgreSQL ~ SET ROLE everything ~ current_user::text ~ postgres",
                "PostgreSQL ~ SET SESSION AUTHORIZATION everything ~ session_user::text ~ postgres",
                "PostgreSQL ~ PREPARE s AS SELECT 1 ~ (SELECT count(*) FROM pg_prepared_statements WHERE name = 's') ~ 0",
                "PostgreSQL ~ SELECT pg_advisory_lock(4711) ~ (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) ~ 0",
                "PostgreSQL ~ SELECT pg_advisory_lock_shared(1, 4711) ~ (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) ~ 0",
                "PostgreSQL ~ LISTEN news ~ (SELECT count(*) FROM pg_listening_channels()) ~ 0",
                "PostgreSQL ~ SET default_transaction_read_only = on ~ current_setting('default_transaction_read_only') ~ off",
                "PostgreSQL ~ DECLARE c CURSOR WITH HOLD FOR SELECT 1 ~ (SELECT count(*) FROM pg_cursors WHERE name = 'c') ~ 0",
                "PostgreSQL ~ SET lock_timeout = '7s' ~ CASE current_setting('lock_timeout') WHEN '7s' THEN 7 ELSE 0 END ~ 0",
                "PostgreSQL ~ DO $$ BEGIN PERFORM set_config('app.tenant', 'a', false); SET ROLE everything; END $$ ~ current_user::text ~ postgres"
            })
    void isNewForEachScript(String database, String leaves, String asks, String answer) throws Exception {
        for (TransactionScope scope : TransactionScope.values()) {
            for (boolean pooled : List.of(false, true)) {
                check(database, scope, pooled, List.of(leaves, asks, answer));
            }
        }
    }

    private void check(String database, TransactionScope scope, boolean pooled, List<String> what) throws Exception {
        Path place = java.nio.file.Files.createTempDirectory(directory, "run");
        String url = url(database)
                .replace("h2:" + directory, "h2:" + place)
                .replace("duckdb:" + directory, "duckdb:" + place);
        if (database.equals("MariaDB") || database.equals("PostgreSQL")) {
            prepareRoles(database, url);
        }
        String numbered = database.equals("MariaDB") ? "INT AUTO_INCREMENT PRIMARY KEY" : "INT";
        String more = database.equals("MariaDB")
                ? "CREATE PROCEDURE sets() SET @hidden = 7;\nCREATE TABLE watched (i INT);\n"
                        + "CREATE TRIGGER w AFTER INSERT ON watched FOR EACH ROW SET @seen = NEW.i;\n"
                : "";
        Migrations migrations = new Migrations(place.resolve("migrations"))
                .with(
                        "0001-tables.sql",
                        "CREATE TABLE t (i INT);\nINSERT INTO t VALUES (1);\nCREATE TABLE answer (text VARCHAR(200));\n"
                                + "CREATE TABLE numbered (id " + numbered + ", name VARCHAR(9));\n" + more)
                .with("0002-leaves.sql", what.get(0) + ";\n")
                .with("0003-asks.sql", "INSERT INTO answer SELECT " + what.get(1) + ";\n");
        try (HikariDataSource pool = pool(url, "")) {
            FastMigrateBuilder builder = pooled ? FastMigrate.dataSource(pool) : FastMigrate.database(url);
            migrate(builder.migrations(migrations.directory()).transaction(scope));
            try (Connection connection = pool.getConnection()) {
                assertThat(one(connection, "SELECT text FROM answer"))
                        .as("%s, transaction: %s, pool: %s", database, scope, pooled)
                        .isEqualToIgnoringCase(what.get(2));
            }
        }
    }

    private static void prepareRoles(String database, String url) throws SQLException {
        if (database.equals("MariaDB")) {
            Servers.execute(url, "CREATE ROLE IF NOT EXISTS everything");
            Servers.execute(url, "GRANT ALL ON *.* TO everything");
        } else {
            Servers.execute(
                    url, "DO $$ BEGIN CREATE ROLE everything; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            Servers.execute(url, "GRANT ALL ON SCHEMA public TO everything");
        }
    }

    private static void createRoles(String url, boolean postgres) throws Exception {
        if (postgres) {
            Servers.execute(url, "DROP ROLE IF EXISTS app_owner, migrator");
            Servers.execute(url, "CREATE ROLE app_owner NOLOGIN");
            Servers.execute(url, "CREATE ROLE migrator LOGIN");
            Servers.execute(url, "GRANT app_owner TO migrator");
            Servers.execute(url, "GRANT CREATE, USAGE ON SCHEMA public TO migrator, app_owner");
        } else {
            String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
            for (String sql : List.of(
                    "CREATE OR REPLACE ROLE books",
                    "CREATE OR REPLACE ROLE app_owner",
                    "CREATE OR REPLACE USER migrator@localhost IDENTIFIED BY 'm'",
                    "GRANT ALL ON " + name + ".* TO books",
                    "GRANT CREATE, SELECT, INSERT, INDEX, ALTER ON " + name + ".* TO app_owner",
                    "GRANT books TO migrator@localhost",
                    "GRANT app_owner TO migrator@localhost",
                    "SET DEFAULT ROLE books FOR migrator@localhost")) {
                Servers.execute(url, sql);
            }
        }
    }

    /** What one script sets is left to it until its end, also where its statements do not share a transaction. */
    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB"})
    void writesItsBooksAsTheUserWhoMigratesWhileTheScriptHasARole(String database) throws Exception {
        String url = url(database);
        boolean postgres = database.equals("PostgreSQL");
        createRoles(url, postgres);
        String index =
                postgres ? "CREATE INDEX CONCURRENTLY i ON account (amount)" : "CREATE INDEX i ON account (amount)";
        Migrations migrations = migrations()
                .with(
                        "0001-owner.sql",
                        "SET ROLE app_owner;\nCREATE TABLE account (id INT PRIMARY KEY, amount INT);\n"
                                + "INSERT INTO account VALUES (1, 1);\n")
                .with("0002-self.sql", "CREATE TABLE audit (id INT PRIMARY KEY);\n")
                .with(
                        "0003-steps.sql",
                        "SET ROLE app_owner;\nINSERT INTO account VALUES (2, 10);\n" + index
                                + ";\nINSERT INTO account VALUES (3, 10);\nCREATE TABLE late (id INT);\n")
                .with("0004-none.sql", "SET ROLE NONE;\nSELECT 1;\n");
        String migrator = postgres
                ? url.replace("user=postgres", "user=migrator")
                : url.replaceFirst("user=.*", "user=migrator&password=m");
        FastMigrateBuilder builder = FastMigrate.database(migrator).migrations(migrations.directory());
        migrate(builder);
        assertThat(builder.build().version()).isEqualTo(new Version(4));
        if (postgres) {
            try (Connection connection = java.sql.DriverManager.getConnection(url)) {
                assertThat(one(
                                connection,
                                "SELECT string_agg(tablename || ' ' || tableowner, ', ' ORDER BY tablename) FROM pg_tables"
                                        + " WHERE schemaname = 'public'"))
                        .isEqualTo("_fastmigrate_history migrator, _fastmigrate_progress migrator, _meta migrator,"
                                + " account app_owner, audit migrator, late app_owner");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TransactionScope.class)
    void keepsTheRoleAndSettingsThatThePoolGaveForEveryScript(TransactionScope scope) throws Exception {
        String url = url("PostgreSQL");
        Servers.execute(url, "DO $$ BEGIN CREATE ROLE pool_owner; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        Servers.execute(url, "GRANT CREATE, USAGE ON SCHEMA public TO pool_owner");
        Migrations migrations = migrations()
                .with("0001-a.sql", "CREATE TABLE a AS SELECT current_setting('app.tenant') AS t;\n")
                .with(
                        "0002-b.sql",
                        "SET search_path = public;\nCREATE TABLE b AS SELECT current_setting('app.tenant') AS t;\n")
                .with("0003-c.sql", "SET ROLE NONE;\nSET app.tenant = 'other';\nSELECT 1;\n")
                .with("0004-d.sql", "CREATE TABLE d AS SELECT current_setting('app.tenant') AS t;\n");
        String init = "SET ROLE pool_owner; SET app.tenant = 'mine'";
        try (HikariDataSource pool = pool(url, init)) {
            FastMigrateBuilder builder = FastMigrate.dataSource(pool)
                    .migrations(migrations.directory())
                    .transaction(scope);
            builder.build().create();
            builder.build().status();
            builder.build().migrate();
            try (Connection connection = pool.getConnection()) {
                assertThat(
                                one(
                                        connection,
                                        "SELECT string_agg(DISTINCT tableowner, ', ') FROM pg_tables WHERE schemaname = 'public'"))
                        .isEqualTo("pool_owner");
                assertThat(one(connection, "SELECT (SELECT t FROM a) || (SELECT t FROM b) || (SELECT t FROM d)"))
                        .isEqualTo("minemine" + "mine");
                assertThat(one(connection, "SELECT current_user || current_setting('app.tenant')"))
                        .isEqualTo("pool_ownermine");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MariaDB", "H2", "DuckDB", "PostgreSQL"})
    void beginsWithoutWhatAJavaMigrationSet(String database) throws Exception {
        String leaves = switch (database) {
            case "DuckDB" -> "CREATE TEMP TABLE t (i INT)";
            case "H2" -> "CREATE LOCAL TEMPORARY TABLE scratch (i INT)";
            default -> "CREATE TEMPORARY TABLE t (i INT)";
        };
        JavaMigration migration = new JavaMigration() {
            @Override
            public Version version() {
                return new Version(2);
            }

            @Override
            public String description() {
                return "leaves a table";
            }

            @Override
            public void migrate(Connection connection) throws Exception {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(leaves);
                }
            }
        };
        Migrations migrations = migrations()
                .with("0001-t.sql", "CREATE TABLE t (i INT);\n")
                .with("0003-row.sql", "INSERT INTO t VALUES (1);\nCREATE TABLE scratch (i INT);\n");
        String url = url(database);
        migrate(FastMigrate.database(url).migrations(migrations.directory()).javaMigrations(List.of(migration)));
        try (Connection connection = java.sql.DriverManager.getConnection(url)) {
            assertThat(one(connection, "SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    @Test
    void tellsTheVersionAfterAFailureBehindAttachAndUse() throws Exception {
        Workshop db = new Workshop("jdbc:duckdb:" + directory.resolve("duck.db"), directory);
        db.script("0001-a.sql", "CREATE TABLE a (id INT);\n")
                .script("0002-b.sql", "ATTACH ':memory:' AS o;\nUSE o;\nINSERT INTO oops VALUES (1);\n");
        ScriptFailedException failure = catchThrowableOfType(ScriptFailedException.class, db::migrate);
        assertThat(failure).hasMessageContaining("The database is at version 1");
        db.script("0002-b.sql", "INSERT INTO a VALUES (1);\n");
        assertThat(db.migrate().after().number()).isEqualTo(2);
    }
}
