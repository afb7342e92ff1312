package io.fastmigrate.backend.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Sandbox;
import java.nio.file.Path;
import java.sql.Connection;
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
