package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.dump.RowsDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The rows of a connection's database as literals, and what its tables and sequences count. The server writes the values: with a driver's
 * own types a BIT or a TINYINT(1) would become something else.
 */
record MySqlRows(Connection connection) {

    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "double", "year");

    private static final Set<String> BYTES = Set.of(
            "binary",
            "varbinary",
            "tinyblob",
            "blob",
            "mediumblob",
            "longblob",
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection",
            "vector");

    /**
     * A column that takes values.
     *
     * @param name in its quotes
     * @param value an expression that gives a literal, or the text of one
     */
    private record Column(String name, String value, boolean isText) {}

    /** Returns the rows and the counters of all tables and sequences that have some, but for the tables of migration tools. */
    SortedMap<String, String> read() throws SQLException {
        ShownDefinitions shown = new ShownDefinitions(connection);
        Set<String> others = shown.tablesOfTools();
        SortedMap<String, String> all = new TreeMap<>();
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE"
                        + " <> 'VIEW'")) {
            String name = row.get(0);
            if (row.get(1).equals("SEQUENCE")) {
                next(name).ifPresent(next -> all.put("the sequence " + name, "at " + next));
            } else if (!others.contains(name)) {
                Optional<String> next = shown.counter(name);
                RowsDigest rows = new RowsDigest();
                inserts(name, rows::add);
                if (!rows.isEmpty() || next.isPresent()) {
                    String past = row.get(1).equals("SYSTEM VERSIONED") ? ", ever " + ever(name) : "";
                    all.put(name, rows + past + next.map(n -> ", at " + n).orElse(""));
                }
            }
        }
        return all;
    }

    /** Rows that were changed or deleted are kept too, and cannot be inserted. */
    private String ever(String table) throws SQLException {
        return Rows.text(connection, "SELECT count(*) FROM " + quoted(table) + " FOR SYSTEM_TIME ALL")
                .orElseThrow();
    }

    /** Returns the next number of a sequence, if it was used. */
    Optional<String> next(String sequence) throws SQLException {
        return Rows.text(
                connection,
                "SELECT next_not_cached_value FROM " + quoted(sequence)
                        + " WHERE next_not_cached_value <> start_value");
    }

    /** Gives each row as the statement that inserts it. */
    void inserts(String table, Consumer<String> use) throws SQLException {
        List<Column> columns = columns(table);
        String names = String.join(", ", columns.stream().map(Column::name).toList());
        String values = String.join(", ", columns.stream().map(Column::value).toList());
        String head = "INSERT INTO " + quoted(table) + " (" + names + ") VALUES (";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + values + " FROM " + quoted(table))) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    String value = rows.getString(i + 1);
                    row.add(value == null ? "NULL" : columns.get(i).isText() ? literal(value) : value);
                }
                use.accept(head + String.join(", ", row) + ")");
            }
        }
    }

    private List<Column> columns(String table) throws SQLException {
        return Rows.all(
                        connection,
                        2,
                        "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                                + " AND TABLE_NAME = ? AND EXTRA NOT REGEXP 'VIRTUAL GENERATED|STORED GENERATED|PERSISTENT'"
                                + " ORDER BY ORDINAL_POSITION",
                        table)
                .stream()
                .map(row -> column(quoted(row.get(0)), row.get(1).toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Column column(String name, String type) {
        String value;
        if (NUMBERS.contains(type)) {
            value = "cast(" + name + " AS CHAR)";
        } else if (type.equals("float")) {
            value = "cast(" + name + " + 0E0 AS CHAR)"; // a FLOAT alone is shown with six digits
        } else if (type.equals("bit")) {
            value = "concat('b''', bin(" + name + " + 0), '''')";
        } else if (BYTES.contains(type)) {
            value = "if(length(" + name + ") = 0, '''''', concat('0x', hex(" + name + ")))";
        } else if (type.equals("timestamp")) {
            // The same moment in whatever time zone the script runs.
            value = "if(unix_timestamp(" + name
                    + ") = 0, '''0000-00-00 00:00:00''', concat('from_unixtime(', unix_timestamp(" + name + "), ')'))";
        } else {
            return new Column(name, "cast(" + name + " AS CHAR)", true);
        }
        return new Column(name, value, false);
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
