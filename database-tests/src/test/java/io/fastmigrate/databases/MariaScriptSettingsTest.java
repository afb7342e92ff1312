package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a script sets in its session, what we write is the same, and so is what its statements do. */
@SuppressWarnings("StringConcatToTextBlock") // short scripts, close to what is expected of them
class MariaScriptSettingsTest {

    /** What a script sees of the statement before, and of its session. */
    private static final String SEEN =
            "INSERT INTO seen (what, n) SELECT 'rows', ROW_COUNT() UNION ALL SELECT 'id', LAST_INSERT_ID() UNION ALL SELECT 'x',"
                    + " coalesce(@x, 0) UNION ALL SELECT 'ro', @@tx_read_only;\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET sql_select_limit = 0",
                "SET sql_select_limit = 1",
                "SET @x = 7",
                "SET max_statement_time = 20",
                "SET sql_safe_updates = 1",
                "SET max_join_size = 100, sql_big_selects = 0",
                "SET group_concat_max_len = 4",
                "SET character_set_results = NULL",
                "SET character_set_results = latin1",
                "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
                "SET character_set_connection = ucs2",
                "SET time_zone = '+07:00'",
                "SET timestamp = 1000",
                "SET lock_wait_timeout = 1, innodb_lock_wait_timeout = 1",
                "SET sql_mode = 'ANSI'",
                "SET sql_mode = ''",
                "SET sql_mode = 'ORACLE'",
                "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,IGNORE_SPACE,HIGH_NOT_PRECEDENCE'",
                "SET sql_auto_is_null = 1",
                "SET last_insert_id = 9",
                "SET insert_id = 40",
                "SET tx_isolation = 'SERIALIZABLE'",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
                "SET unique_checks = 0, foreign_key_checks = 0",
                "SET autocommit = 0",
                "SET STATEMENT max_statement_time = 9 FOR SELECT 1",
                "SET auto_increment_increment = 10",
                "SET optimizer_switch = 'derived_merge=off'",
                "USE mysql",
                "SET ROLE NONE"
            })
    void changesNothingOfOurs(String setting) throws Exception {
        List<String> expected = null;
        for (String parameters : List.of("", "&useServerPrepStmts=true", "&allowMultiQueries=true")) {
            for (String definition : List.of("", "CREATE TABLE %1$s.b (id INT);\n")) {
                String url = Servers.maria();
                String name = url.replaceFirst(".*/(\\w+)\\?.*", "$1");
                Workshop db = new Workshop(url + parameters, directory.resolve(name))
                        .script("0001-t.sql", tables(name))
                        .script("0002-set.sql", script(setting, String.format(Locale.ROOT, definition, name), name))
                        .script(
                                "0003-next.sql",
                                "INSERT INTO seen (what, n) SELECT 'limit', @@sql_select_limit > 9;\n" + SEEN);
                FastMigrate fastMigrate = db.builder().build();
                fastMigrate.create();
                assertThat(fastMigrate.migrate().after().number()).isEqualTo(3);
                assertThat(db.query("SELECT count(*) FROM _fastmigrate_progress WHERE version > 0"))
                        .containsExactly("0");
                assertThat(db.query("SELECT file_name FROM _fastmigrate_history ORDER BY version"))
                        .containsExactly("0001-t.sql", "0002-set.sql", "0003-next.sql");
                assertThat(fastMigrate.migrate().applied()).isEmpty();
                List<String> rows = new ArrayList<>(db.query("SELECT concat_ws(' ', what, n) FROM seen ORDER BY id"));
                assertThat(rows).startsWith("rows 1");
                rows.addAll(db.query("SELECT concat_ws(' ', id, name) FROM t ORDER BY id"));
                expected = expected == null ? rows : expected;
                assertThat(rows)
                        .as("%s, %s, %s", setting, parameters, definition)
                        .isEqualTo(expected);
            }
        }
    }

    /**
     * A definition ends one transaction, and the next one is as the session is now, or as it was before.
     *
     * <p>The script waits before it reads INNODB_TRX: InnoDB shows what it showed to a reader within the last 0.1 s (MariaDB's
     * storage/innobase/trx/trx0i_s.cc, CACHE_MIN_IDLE_TIME_NS), which may be the reader of the case before.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE ~ SERIALIZABLE",
                "SET tx_isolation = 'READ-COMMITTED' ~ READ COMMITTED",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED ~ REPEATABLE READ"
            })
    void eachTransactionIsAsTheScriptSays(String setting, String level) throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script(
                        "0001-t.sql",
                        "CREATE TABLE s (level VARCHAR(40));\nCREATE TABLE i (id INT);\nINSERT INTO i VALUES (1);\n"
                                + setting
                                + ";\nINSERT INTO i VALUES (2);\nCREATE TABLE j (id INT);\nINSERT INTO i VALUES (3);\n"
                                + "DO SLEEP(0.2);\nINSERT INTO s SELECT trx_isolation_level FROM information_schema.innodb_trx WHERE"
                                + " trx_mysql_thread_id = CONNECTION_ID();\n");
        db.migrate();
        assertThat(db.query("SELECT level FROM s")).containsExactly(level);
    }

    @Test
    void aDefinitionLeavesTheLastNumberToTheScript() throws Exception {
        Workshop db = new Workshop(Servers.maria(), directory)
                .script(
                        "0001-t.sql",
                        "CREATE TABLE s (id INT AUTO_INCREMENT PRIMARY KEY, n INT) AUTO_INCREMENT = 7;\nINSERT INTO s (n) VALUES (1);\n"
                                + "CREATE TABLE j (id INT);\nINSERT INTO s VALUES (50, LAST_INSERT_ID());\n");
        db.migrate();
        assertThat(db.query("SELECT n FROM s ORDER BY id")).containsExactly("1", "7");
    }

    private static String tables(String name) {
        return "CREATE TABLE " + name + ".t (id INT PRIMARY KEY, name VARCHAR(9));\nCREATE TABLE " + name
                + ".seen (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(9), n BIGINT);\n";
    }

    private static String script(String setting, String definition, String name) {
        StringBuilder sql = new StringBuilder(setting).append(";\n").append(definition);
        for (int id = 1; id <= 12; id++) {
            sql.append("INSERT INTO ")
                    .append(name)
                    .append(".t VALUES (")
                    .append(id)
                    .append(", 'n');\n");
        }
        return sql.append(SEEN.replace("INTO seen", "INTO " + name + ".seen")).toString();
    }
}
