package io.fastmigrate.internal.sqlite;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.OtherTool;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteDataSource;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.KnownHistory;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.control.RepeatableTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a SQLite database says of itself: its version and history, or why it has none. */
final class SqliteSnapshot {

    /** Which of the tables with records are there: one query for both. */
    private static final String RECORDS =
            "SELECT group_concat(name) FROM main.sqlite_schema WHERE type = 'table' AND name IN ('" + HistoryTable.NAME
                    + "', '" + RepeatableTable.NAME + "')";

    private SqliteSnapshot() {}

    static Snapshot read(Connection connection, String name, KnownHistory known) throws SQLException {
        Optional<Version> version = MetaTable.read(connection, name);
        if (version.isEmpty()) {
            return Snapshot.of(Snapshot.Presence.UNMANAGED);
        }
        String tables = Sql.string(connection, RECORDS);
        return new Snapshot(
                Snapshot.Presence.MANAGED,
                version.get(),
                tables.contains(HistoryTable.NAME) ? HistoryTable.read(connection, name, known) : List.of(),
                tables.contains(RepeatableTable.NAME) ? RepeatableTable.read(connection, name) : List.of());
    }

    static Snapshot readVersion(Connection connection, String name) throws SQLException {
        Optional<Version> version = MetaTable.read(connection, name);
        if (version.isEmpty()) {
            return Snapshot.of(Snapshot.Presence.UNMANAGED);
        }
        List<HistoryEntry> repeatable =
                RepeatableTable.exists(connection) ? RepeatableTable.read(connection, name) : List.of();
        return new Snapshot(Snapshot.Presence.MANAGED, version.get(), List.of(), repeatable);
    }

    static DatabaseUnmanagedException unmanaged(SqliteSource source, Connection connection) throws SQLException {
        boolean empty = isEmpty(connection);
        String enroll = otherTool(connection)
                .map(tool -> tool.adviceToAdopt(""))
                .orElse("Enroll it (fastmigrate enroll) to bring it under management, or specify another database.");
        boolean inMemory = source instanceof SqliteDataSource;
        String advice =
                empty ? "The file is empty: delete it and run create, which creates a managed" + " database." : enroll;
        if (inMemory && empty) {
            advice = "Call create() first. If you did, every connection of this DataSource opens its own memory:"
                    + " use a shared cache or a single connection.";
        }
        return Bridge.errors().databaseUnmanaged(source.name(), advice);
    }

    /** Knows the history of a tool by its columns, under whatever name. */
    static Optional<OtherTool.Found> otherTool(Connection connection) throws SQLException {
        for (OtherTool tool : OtherTool.values()) {
            String found = Sql.string(
                    connection,
                    "SELECT t.name FROM main.sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND"
                            + " lower(c.name) = '"
                            + tool.column() + "' LIMIT 1");
            if (!found.isEmpty()) {
                return Optional.of(new OtherTool.Found(tool, found));
            }
        }
        return Optional.empty();
    }

    static boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM main.sqlite_schema LIMIT 1")) {
            return !rows.next();
        }
    }
}
