package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.control.RecordsAside;
import io.fastmigrate.internal.sqlite.control.RepeatableTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A table, index, view or trigger that an application made, and that has a text. */
record SchemaObject(Kind kind, String name, String table, SchemaText text) {

    /** What an object is; in the order in which a script must make them. */
    enum Kind {
        TABLE,
        INDEX,
        VIEW,
        /** Made after tables and views, of which some modules read the columns. */
        VIRTUAL_TABLE,
        /** A table that a virtual table keeps for itself and makes itself. */
        SHADOW_TABLE,
        TRIGGER
    }

    boolean isTable() {
        return kind == Kind.TABLE || kind == Kind.VIRTUAL_TABLE;
    }

    /** Tables in which migration tools keep their books, which are no part of an application's schema. */
    private static final Set<String> BOOKS = Set.of(
            MetaTable.NAME,
            HistoryTable.NAME,
            RepeatableTable.NAME,
            "flyway_schema_history",
            "databasechangelog",
            "databasechangeloglock");

    /** Columns by which such a table is known where it was given another name. */
    private static final List<Pattern> BOOK_COLUMNS = List.of(
            Pattern.compile("(?is).*\\binstalled_rank\\b.*\\bchecksum\\b.*\\binstalled_by\\b.*\\bsuccess\\b.*"),
            Pattern.compile("(?is).*\\bdateexecuted\\b.*\\borderexecuted\\b.*\\bexectype\\b.*\\bmd5sum\\b.*"),
            Pattern.compile("(?is).*\\blocked\\b.*\\blockgranted\\b.*\\blockedby\\b.*"));

    /** Reads all objects in the order in which they were made, without those of SQLite and of migration tools. */
    static List<SchemaObject> readAll(Connection connection) throws SQLException {
        Map<String, String> tableTypes = tableTypes(connection);
        List<SchemaObject> objects = new ArrayList<>();
        Set<String> books = new HashSet<>(BOOKS);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT type, name, tbl_name, sql FROM main.sqlite_schema"
                        + " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")) {
            while (rows.next()) {
                String name = rows.getString(2);
                String table = rows.getString(3);
                String sql = rows.getString(4);
                if (SqliteNames.same(rows.getString(1), "table")
                        && (RecordsAside.isOne(name)
                                || BOOK_COLUMNS.stream()
                                        .anyMatch(
                                                columns -> columns.matcher(sql).matches()))) {
                    books.add(SqliteNames.fold(table));
                }
                if (!books.contains(SqliteNames.fold(table))) {
                    String type = tableTypes.getOrDefault(name, "table");
                    objects.add(new SchemaObject(kind(rows.getString(1), type), name, table, new SchemaText(sql)));
                }
            }
        }
        return objects;
    }

    private static Kind kind(String type, String tableType) {
        return switch (SqliteNames.fold(type)) {
            case "index" -> Kind.INDEX;
            case "view" -> Kind.VIEW;
            case "trigger" -> Kind.TRIGGER;
            default ->
                switch (tableType) {
                    case "virtual" -> Kind.VIRTUAL_TABLE;
                    case "shadow" -> Kind.SHADOW_TABLE;
                    default -> Kind.TABLE;
                };
        };
    }

    /** A table and an index or trigger may not share a name, a trigger and a table may; only tables are asked for. */
    private static Map<String, String> tableTypes(Connection connection) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA main.table_list")) {
            while (rows.next()) {
                types.put(rows.getString("name"), rows.getString("type"));
            }
        }
        return types;
    }
}
