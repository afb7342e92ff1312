package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A pool whose connections begin with settings that weaken a transaction, or change what a script does. */
class SqliteUnsafePoolTest {

    /** What a script finds set; and all that a connection of the pool has set afterwards. */
    private static final String SETTINGS = "SELECT 'journal_mode', journal_mode FROM pragma_journal_mode UNION ALL"
            + " SELECT 'synchronous', synchronous FROM pragma_synchronous UNION ALL"
            + " SELECT 'locking_mode', locking_mode FROM pragma_locking_mode UNION ALL"
            + " SELECT 'writable_schema', writable_schema FROM pragma_writable_schema UNION ALL"
            + " SELECT 'ignore_check_constraints', ignore_check_constraints FROM pragma_ignore_check_constraints UNION ALL"
            + " SELECT 'foreign_keys', foreign_keys FROM pragma_foreign_keys UNION ALL"
            + " SELECT 'recursive_triggers', recursive_triggers FROM pragma_recursive_triggers UNION ALL"
            + " SELECT 'read_uncommitted', read_uncommitted FROM pragma_read_uncommitted UNION ALL"
            + " SELECT 'defer_foreign_keys', defer_foreign_keys FROM pragma_defer_foreign_keys UNION ALL"
            + " SELECT 'legacy_alter_table', legacy_alter_table FROM pragma_legacy_alter_table UNION ALL"
            + " SELECT 'full_column_names', full_column_names FROM pragma_full_column_names UNION ALL"
            + " SELECT 'short_column_names', short_column_names FROM pragma_short_column_names UNION ALL"
            + " SELECT 'reverse', reverse_unordered_selects FROM pragma_reverse_unordered_selects UNION ALL"
            + " SELECT 'like', 'a' LIKE 'A'";

    private static final List<String> SAFE = List.of(
            "journal_mode=delete",
            "synchronous=3",
            "locking_mode=normal",
            "writable_schema=0",
            "ignore_check_constraints=0",
            "foreign_keys=0",
            "recursive_triggers=0",
            "read_uncommitted=0",
            "defer_foreign_keys=0",
            "legacy_alter_table=0",
            "full_column_names=0",
            "short_column_names=1",
            "reverse=0",
            "like=1");

    @TempDir
    Path directory;

    private Path database;
    private Path migrations;

    @BeforeEach
    void makeDatabase() throws Exception {
        database = directory.resolve("app.db");
        migrations = Files.createDirectory(directory.resolve("migrations"));
        FastMigrate.sqlite(database).migrations(migrations).build().create();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> 'bad'))");
            statement.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                    + " INSERT INTO t SELECT i, hex(zeroblob(500)) FROM n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode = OFF",
                "PRAGMA journal_mode = MEMORY",
                "PRAGMA synchronous = OFF",
                "PRAGMA locking_mode = EXCLUSIVE",
                "PRAGMA writable_schema = ON",
                "PRAGMA ignore_check_constraints = ON",
                "PRAGMA foreign_keys = ON",
                "PRAGMA recursive_triggers = ON",
                "PRAGMA read_uncommitted = ON",
                "PRAGMA defer_foreign_keys = ON",
                "PRAGMA legacy_alter_table = ON",
                "PRAGMA case_sensitive_like = ON",
                "PRAGMA full_column_names = ON",
                "PRAGMA short_column_names = OFF",
                "PRAGMA reverse_unordered_selects = ON",
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                        + " PRAGMA cache_size = 2"
            })
    void keepsItsPromisesOnAPoolThatBeginsWith(String initSql) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + database);
        config.setConnectionInitSql(initSql);
        keepsItsPromises(config);
    }

    @Test
    void keepsItsPromisesOnAPoolOfADataSourceWithSuchSettings() throws Exception {
        for (Consumer<SQLiteConfig> setting : List.<Consumer<SQLiteConfig>>of(
                config -> config.setJournalMode(SQLiteConfig.JournalMode.OFF),
                config -> config.setSynchronous(SQLiteConfig.SynchronousMode.OFF),
                config -> config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE),
                config -> config.enforceForeignKeys(true),
                config -> config.enableRecursiveTriggers(true),
                config -> config.setReadUncommitted(true),
                config -> config.setTransactionMode(SQLiteConfig.TransactionMode.EXCLUSIVE))) {
            SQLiteConfig sqlite = new SQLiteConfig();
            setting.accept(sqlite);
            SQLiteDataSource source = new SQLiteDataSource(sqlite);
            source.setUrl("jdbc:sqlite:" + database);
            HikariConfig config = new HikariConfig();
            config.setDataSource(source);
            keepsItsPromises(config);
            Files.delete(database);
            try (var files = Files.list(migrations)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(migrations);
            makeDatabase();
        }
    }

    private void keepsItsPromises(HikariConfig config) throws Exception {
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(5_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            List<String> before = query(pool, SETTINGS);
            FastMigrate fastMigrate =
                    FastMigrate.dataSource(pool).migrations(migrations).build();

            script("0001-seen.sql", "CREATE TABLE seen AS " + SETTINGS + ";");
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(1));
            assertThat(query(pool, "SELECT * FROM seen")).containsExactlyInAnyOrderElementsOf(SAFE);
            assertThat(query(pool, SETTINGS)).isEqualTo(before);

            Path backup = fastMigrate.backUp();
            script("0002-half.sql", "PRAGMA cache_size = 2; UPDATE t SET b = hex(randomblob(500)); SELECT nothing;");
            assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
            assertThat(query(pool, "SELECT count(*) FROM t WHERE b = hex(zeroblob(500))"))
                    .containsExactly("3000");
            assertThat(query(pool, SETTINGS)).isEqualTo(before);

            script("0002-half.sql", "INSERT INTO t VALUES (0, 'bad');");
            assertThatThrownBy(fastMigrate::migrate).isInstanceOf(ScriptFailedException.class);
            script("0002-half.sql", "INSERT INTO t VALUES (0, 'good');");
            assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
            fastMigrate.restoreDiscardingNewer(backup);
            assertThat(query(pool, SETTINGS)).isEqualTo(before);
            assertThat(query(pool, "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    @Test
    void aPoolWhoseConnectionsDoNotWriteIsCalledSo() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + database);
        config.setConnectionInitSql("PRAGMA query_only = ON");
        config.setMaximumPoolSize(1);
        script("0001-t.sql", "CREATE TABLE u (a);");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            FastMigrate fastMigrate =
                    FastMigrate.dataSource(pool).migrations(migrations).build();
            assertThat(fastMigrate.status().pending()).hasSize(1);
            assertThatThrownBy(fastMigrate::migrate)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("query_only");
        }
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(migrations.resolve(name), text);
    }

    private static List<String> query(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                boolean pair = rows.getMetaData().getColumnCount() > 1;
                found.add(rows.getString(1) + (pair ? "=" + rows.getString(2) : ""));
            }
            return found;
        }
    }
}
