package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.InvalidSettingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of an application's connections that would weaken what a script's transaction promises, or have the same script
 * do something else than on other connections. Each has its safe value while scripts run; {@link ConnectionState} puts
 * back what it was. Settings that change neither stay as the application has them.
 *
 * <p>Every connection gets durable commits. A commit is the removal of its rollback journal, and unless told otherwise SQLite
 * leaves it to the file system when that reaches the disk. A power cut can then bring the journal back, and with it what was
 * before; and where the commit made the file smaller (a restore, {@code VACUUM}, {@code auto_vacuum}), a journal that is back
 * lacks the pages that were cut off, and the database is malformed.
 * <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">synchronous EXTRA</a> syncs the removal too. With a
 * write-ahead log it is the same as FULL.
 */
public final class SafeSettings {

    private static final String DURABLE_COMMITS = "PRAGMA main.synchronous = EXTRA";

    private static final Map<String, String> OF_THE_CONNECTION = Map.of(
            "writable_schema",
            "0",
            "ignore_check_constraints",
            "0",
            "read_uncommitted",
            "0",
            "defer_foreign_keys",
            "0",
            "recursive_triggers",
            "0",
            "legacy_alter_table",
            "0",
            "reverse_unordered_selects",
            "0",
            "full_column_names",
            "0",
            "short_column_names",
            "1",
            ConnectionState.CASE_SENSITIVE_LIKE,
            "0");

    private SafeSettings() {}

    /**
     * Makes a connection safe to write on. What a borrowed one was like before is remembered first.
     *
     * @throws InvalidSettingException if the application wants nothing to be written by its connections
     */
    public static void beforeWriting(Connection connection, String database) throws SQLException {
        Optional<LentState> lent = LentState.of(connection);
        if (lent.isPresent() && lent.get().rememberAll()) {
            set(connection, lent.get().state().settings(), database);
        }
        Sql.run(connection, DURABLE_COMMITS);
    }

    private static void set(Connection connection, Map<String, String> now, String database) throws SQLException {
        if ("1".equals(now.get("query_only"))) {
            throw InvalidSettingException.of(
                    "The DataSource opens its connections with PRAGMA query_only = ON, so that they cannot write: "
                            + database + ".",
                    "Give fastmigrate a DataSource whose connections may write.");
        }
        for (Map.Entry<String, String> safe : OF_THE_CONNECTION.entrySet()) {
            String value = now.get(safe.getKey());
            if (value != null && !value.equals(safe.getValue())) {
                Sql.run(connection, "PRAGMA " + safe.getKey() + " = " + safe.getValue());
            }
        }
        for (Map.Entry<String, String> setting : now.entrySet()) {
            ofOneDatabase(connection, setting.getKey(), setting.getValue());
        }
    }

    /** A database in memory has no other journal; there nothing outlives the process anyway. */
    private static void ofOneDatabase(Connection connection, String name, String value) throws SQLException {
        if (name.endsWith(".journal_mode") && (value.equals("off") || value.equals("memory"))) {
            Sql.string(connection, "PRAGMA " + name + " = DELETE");
        } else if (name.endsWith(".synchronous") && value.equals("0")) {
            Sql.run(connection, "PRAGMA " + name + " = EXTRA");
        } else if (name.endsWith("locking_mode") && value.equals("exclusive")) {
            Sql.string(connection, "PRAGMA " + name + " = NORMAL");
            Sql.string(connection, "SELECT count(*) FROM main.sqlite_schema");
        }
    }
}
