package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a database holds beside its schema. */
public final class SqliteRows {

    /** What stays in the file; those that only a new file can have are no statement that a script could have. */
    private static final List<String> SETTINGS =
            List.of("application_id", "auto_vacuum", "encoding", "journal_mode", "page_size", "user_version");

    private static final String COUNTS =
            "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence')";

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

    /** Returns the names of what no dump has: what an application made on the tables of migration tools, or under their names. */
    public static List<String> leftOut(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM main.sqlite_schema WHERE sql IS NOT NULL"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) <> '" + MetaTable.NAME + "'")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        SchemaObject.readAll(connection).forEach(object -> names.remove(object.name()));
        return names;
    }

    /**
     * Returns the rows of each table that has some. They are not read as {@link RowDump} reads them, or what it does not write would
     * not be missed: columns that are computed or hidden are among them, and the settings of virtual tables.
     */
    public static SortedMap<String, String> allRows(Connection connection) throws SQLException {
        SortedMap<String, String> allRows = new TreeMap<>();
        for (SchemaObject object : SchemaObject.readAll(connection)) {
            boolean settings = object.kind() == SchemaObject.Kind.SHADOW_TABLE
                    && object.name().endsWith("_config");
            if (object.isTable() || settings) {
                String rows = rows(connection, object) + counter(connection, object);
                if (!rows.isEmpty()) {
                    allRows.put(object.name(), rows);
                }
            }
        }
        return allRows;
    }

    private static String rows(Connection connection, SchemaObject table) throws SQLException {
        List<String> columns = allColumns(connection, table);
        String order = columns.stream().map(name -> name + " COLLATE BINARY").collect(Collectors.joining(", "));
        StringBuilder rows = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM main."
                        + Sql.quoted(table.name()) + " ORDER BY " + order)) {
            while (row.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    rows.append(SqlLiteral.of(row, i)).append(i < columns.size() ? ", " : "\n");
                }
            }
        }
        return rows.toString();
    }

    /** Returns the rowid, where there is one, and all columns but the one of a virtual table that takes commands. */
    private static List<String> allColumns(Connection connection, SchemaObject table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement names = connection.prepareStatement("""
                SELECT 'rowid', 0 FROM pragma_table_list(?1) WHERE schema = 'main' AND wr = 0
                    AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1, 'main') WHERE lower(name) = 'rowid')
                UNION ALL
                SELECT name, 1 FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1 OR lower(name) <> lower(?1)""")) {
            names.setString(1, table.name());
            try (ResultSet row = names.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getInt(2) == 0 ? row.getString(1) : Sql.quoted(row.getString(1)));
                }
            }
        }
        return columns;
    }

    private static String counter(Connection connection, SchemaObject table) throws SQLException {
        if (!isTrue(connection, COUNTS)) {
            return "";
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT 'counts ' || seq FROM main.sqlite_sequence WHERE name = ? AND seq > 0")) {
            statement.setString(1, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
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
                || !counter(connection, table).isEmpty();
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getInt(1) == 1;
        }
    }
}
