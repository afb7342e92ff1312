package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sqlite.connection.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a database holds beside its schema. */
public final class SqliteRows {

    /** What stays in the file; those that only a new file can have are no statement that a script could have. */
    private static final List<String> SETTINGS =
            List.of("application_id", "auto_vacuum", "encoding", "journal_mode", "page_size", "user_version");

    private SqliteRows() {}

    /** Something that is asked of a database. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Returns the tables that have rows, or that count the rows they had, in the order in which they were made. */
    public static List<String> filledTables(Connection connection) throws SQLException {
        List<String> filled = new ArrayList<>();
        for (SchemaObject table : tables(connection)) {
            if (isFilled(connection, table)) {
                filled.add(table.name());
            }
        }
        return filled;
    }

    /** Returns the rows of each table that has some, as statements. */
    public static SortedMap<String, String> allRows(Connection connection) throws SQLException {
        SortedMap<String, String> allRows = new TreeMap<>();
        for (SchemaObject table : tables(connection)) {
            if (isFilled(connection, table)) {
                StringBuilder rows = new StringBuilder();
                new RowDump(connection, rows).append(List.of(table));
                allRows.put(table.name(), rows.toString());
            }
        }
        return allRows;
    }

    /** Returns what the file keeps of PRAGMAs. */
    public static SortedMap<String, String> settings(Connection connection) throws SQLException {
        SortedMap<String, String> settings = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String name : SETTINGS) {
                try (ResultSet row = statement.executeQuery("PRAGMA main." + name)) {
                    settings.put("PRAGMA " + name, row.next() ? row.getString(1) : "");
                }
            }
        }
        return settings;
    }

    private static List<SchemaObject> tables(Connection connection) throws SQLException {
        return SchemaObject.readAll(connection).stream()
                .filter(SchemaObject::isTable)
                .toList();
    }

    private static boolean isFilled(Connection connection, SchemaObject table) throws SQLException {
        return isTrue(connection, "SELECT EXISTS (SELECT 1 FROM main." + Sql.quoted(table.name()) + ")")
                || (isTrue(
                                connection,
                                "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence')")
                        && countsRows(connection, table));
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    private static boolean countsRows(Connection connection, SchemaObject table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = ? AND seq > 0)")) {
            statement.setString(1, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }
}
