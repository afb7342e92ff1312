package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import io.fastmigrate.internal.sqlite.OneConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application that goes on with the connection on which its scripts ran. */
class ConnectionStateTest {

    @TempDir
    Path directory;

    private void migrate(OneConnection application, String script) throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("0001-script.sql", script);
        FastMigrate.dataSource(application)
                .migrations(sandbox.migrations())
                .build()
                .migrate();
    }

    private OneConnection application() throws Exception {
        Sandbox sandbox = Sandbox.in(directory);
        sandbox.managed();
        return OneConnection.to(sandbox.database());
    }

    @ParameterizedTest
    @CsvSource({
        "foreign_keys, 1, 0",
        "busy_timeout, 1234, 1",
        "synchronous, 1, 2",
        "cache_size, -777, 5",
        "recursive_triggers, 1, 0",
        "legacy_alter_table, 1, 0",
        "ignore_check_constraints, 1, 0",
        "reverse_unordered_selects, 1, 0",
        "automatic_index, 0, 1",
        "temp_store, 2, 1",
        "writable_schema, 0, 1",
        "trusted_schema, 0, 1",
        "cell_size_check, 1, 0",
        "fullfsync, 1, 0",
        "checkpoint_fullfsync, 1, 0",
        "read_uncommitted, 1, 0",
        "secure_delete, 1, 0",
        "wal_autocheckpoint, 17, 99",
        "journal_size_limit, 4096, 8192",
        "mmap_size, 65536, 0",
        "threads, 2, 0",
        "cache_spill, 0, 77",
        "locking_mode, normal, exclusive"
    })
    void aSettingIsPutBack(String pragma, String before, String script) throws Exception {
        try (OneConnection application = application()) {
            Sql.run(application.connection(), "PRAGMA " + pragma + " = " + before);

            migrate(application, "PRAGMA " + pragma + " = " + script + ";\nCREATE TABLE a (x);");

            assertThat(Sql.string(application.connection(), "PRAGMA " + pragma)).isEqualTo(before);
            Sql.run(application.connection(), "INSERT INTO a VALUES (1)");
            try (Connection other = Sandbox.in(directory).connect()) {
                assertThat(Sql.string(other, "SELECT x FROM a")).isEqualTo("1");
            }
        }
    }

    /** What cannot be put back is told, so that the connection is not given back. */
    @Test
    void everyPragmaOfThisSqliteIsPutBackOrTold() throws Exception {
        Path file = Sandbox.in(directory).database();
        Sandbox.in(directory).execute("CREATE TABLE t (a); INSERT INTO t VALUES ('x')");
        List<String> pragmas = Sandbox.query(file, "SELECT name FROM pragma_pragma_list");
        Set<String> changed = new TreeSet<>();
        for (String pragma : pragmas) {
            for (String value : List.of("0", "1", "2", "7", "65536", "on", "off", "exclusive", "persist", "memory")) {
                try (Connection connection = Sandbox.in(directory).connect()) {
                    List<String> before = dump(connection, pragmas);
                    ConnectionState state = ConnectionState.of(connection);
                    if (!OF_THE_PROCESS.contains(pragma) && runs(connection, "PRAGMA " + pragma + " = " + value)) {
                        if (!dump(connection, pragmas).equals(before)) {
                            changed.add(pragma);
                        }
                        if (state.putBack(connection)) {
                            assertThat(dump(connection, pragmas))
                                    .as(pragma + " = " + value)
                                    .isEqualTo(before);
                        }
                    }
                }
            }
        }
        assertThat(changed)
                .contains("cache_size", "case_sensitive_like", "mmap_size")
                .hasSizeGreaterThan(25);
    }

    private static final Set<String> OF_THE_PROCESS =
            Set.of("hard_heap_limit", "soft_heap_limit", "temp_store_directory", "data_store_directory");

    /** Of the file itself, or of nothing but the moment; or put back elsewhere. */
    private static final Set<String> OF_THE_FILE = Set.of(
            "busy_timeout",
            "application_id",
            "user_version",
            "schema_version",
            "default_cache_size",
            "data_version",
            "page_count");

    private static boolean runs(Connection connection, String sql) {
        try {
            Sql.run(connection, sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static List<String> dump(Connection connection, List<String> pragmas) throws SQLException {
        List<String> dump = new ArrayList<>(Sandbox.query(connection, "SELECT 'a' LIKE 'A'"));
        for (String pragma : pragmas) {
            boolean acts = Set.of("wal_checkpoint", "incremental_vacuum", "optimize", "integrity_check", "quick_check")
                    .contains(pragma);
            if (!acts && !OF_THE_FILE.contains(pragma) && !pragma.endsWith("_list")) {
                try {
                    dump.add(pragma + Sandbox.query(connection, "PRAGMA " + pragma));
                } catch (SQLException e) {
                    dump.add(pragma + " does not answer");
                }
            }
        }
        return dump;
    }

    @ParameterizedTest
    @CsvSource({"page_size, 8192", "auto_vacuum, 1"})
    void whatWaitsForTheNextVacuumIsForgotten(String pragma, String value) throws Exception {
        try (OneConnection application = application()) {
            String before = Sql.string(application.connection(), "PRAGMA " + pragma);
            migrate(application, "PRAGMA " + pragma + " = " + value + ";\nCREATE TABLE a (x);");
            Sql.run(application.connection(), "VACUUM");
            assertThat(Sql.string(application.connection(), "PRAGMA " + pragma)).isEqualTo(before);
        }
    }

    @Test
    void whatAScriptAttachedAndMadeTemporaryIsGoneAndWhatWasThereStays() throws Exception {
        try (OneConnection application = application()) {
            Connection connection = application.connection();
            Sql.run(
                    connection,
                    "ATTACH ':memory:' AS mine; CREATE TABLE mine.t (a); CREATE TEMP TABLE kept (a);"
                            + "INSERT INTO kept VALUES (7); CREATE TEMP VIEW seen AS SELECT a FROM kept");

            migrate(application, """
                    ATTACH ':memory:' AS theirs;
                    CREATE TABLE a (x);
                    CREATE TEMP TABLE scratch (a);
                    CREATE TEMP VIEW v AS SELECT 1;
                    CREATE TEMP TRIGGER tr AFTER INSERT ON main.a BEGIN DELETE FROM a; END;
                    """);

            assertThat(Sandbox.query(connection, "SELECT name FROM pragma_database_list WHERE seq > 1"))
                    .containsExactly("mine");
            assertThat(Sandbox.query(connection, "SELECT name FROM temp.sqlite_schema ORDER BY name"))
                    .containsExactly("kept", "seen");
            assertThat(Sandbox.query(connection, "SELECT a FROM seen")).containsExactly("7");
        }
    }
}
