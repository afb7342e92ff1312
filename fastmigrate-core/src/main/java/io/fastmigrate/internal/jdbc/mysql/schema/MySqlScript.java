package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A script that makes the schema of a connection's database, in an order in which everything that is named is there. */
final class MySqlScript {

    private static final Set<Integer> BYTES =
            Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB, Types.BIT, Types.OTHER);

    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.DECIMAL,
            Types.NUMERIC,
            Types.REAL,
            Types.DOUBLE);

    private final Connection connection;
    private final ShownDefinitions shown;
    private final StringBuilder script = new StringBuilder();
    private String mode;

    MySqlScript(Connection connection) throws SQLException {
        this.connection = connection;
        this.shown = new ShownDefinitions(connection);
        this.mode = Rows.text(connection, "SELECT @@session.sql_mode").orElse("");
    }

    /**
     * Writes it.
     *
     * @param tablesWithData whose rows it also contains
     */
    String write(List<String> tablesWithData) throws SQLException {
        String before = mode;
        script.append("-- The schema of the database, as SHOW CREATE tells it.\n\nSET FOREIGN_KEY_CHECKS = 0;\n");
        Set<String> others = shown.tablesOfTools();
        Map<String, String> views = new LinkedHashMap<>();
        List<List<String>> relations = Rows.all(
                connection,
                2,
                "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY"
                        + " TABLE_TYPE = 'SEQUENCE' DESC, TABLE_NAME");
        for (List<String> row : relations) {
            String name = row.get(0);
            if (row.get(1).equals("VIEW")) {
                views.put(
                        name,
                        ShownDefinitions.text(name, shown.show("VIEW", name, 2).get(1)));
            } else if (!others.contains(name)) {
                append(
                        row.get(1).equals("SEQUENCE")
                                ? shown.show("SEQUENCE", name, 2).get(1)
                                : shown.table(name));
            }
        }
        for (String table : tablesWithData) {
            rows(table);
        }
        routines();
        views(views);
        triggersAndEvents();
        mode(before);
        return script.append("\nSET FOREIGN_KEY_CHECKS = 1;\n").toString();
    }

    private void append(String statement) {
        script.append('\n').append(statement).append(";\n");
    }

    /** Statements with others in them need another end. */
    private void appendWhole(String sqlMode, String statement) {
        mode(sqlMode);
        String end = "//";
        while (statement.contains(end)) {
            end += "/";
        }
        script.append("\nDELIMITER ").append(end).append('\n');
        script.append(statement).append(end).append("\nDELIMITER ;\n");
    }

    private void mode(String wanted) {
        if (!wanted.equals(mode)) {
            mode = wanted;
            append("SET sql_mode = '" + wanted + "'");
        }
    }

    private void routines() throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
                        + " ORDER BY ROUTINE_TYPE = 'PACKAGE BODY', ROUTINE_TYPE, ROUTINE_NAME")) {
            List<String> routine = shown.show(row.get(1), row.get(0), 3);
            appendWhole(routine.get(1), ShownDefinitions.text(row.get(0), routine.get(2)));
        }
    }

    /** A view comes after those that it names. */
    private void views(Map<String, String> views) {
        Map<String, String> left = new LinkedHashMap<>(views);
        while (!left.isEmpty()) {
            String next = left.entrySet().stream()
                    .filter(view -> left.keySet().stream()
                            .noneMatch(other -> !other.equals(view.getKey())
                                    && view.getValue().contains("`" + other.replace("`", "``") + "`")))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(left.keySet().iterator().next());
            append(String.valueOf(left.remove(next)));
        }
    }

    private void triggersAndEvents() throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                1,
                "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY"
                        + " EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER")) {
            List<String> trigger = shown.show("TRIGGER", row.get(0), 3);
            appendWhole(trigger.get(1), ShownDefinitions.text(row.get(0), trigger.get(2)));
        }
        for (String name : new TreeSet<>(shown.names("EVENT_NAME", "EVENTS", "EVENT_SCHEMA"))) {
            List<String> event = shown.show("EVENT", name, 4);
            appendWhole(event.get(1), ShownDefinitions.text(name, event.get(3)));
        }
    }

    private void rows(String table) throws SQLException {
        String quoted = "`" + table.replace("`", "``") + "`";
        List<String> columns = Rows.all(
                        connection,
                        1,
                        "SELECT concat('`', replace(COLUMN_NAME, '`', '``'), '`') FROM information_schema.COLUMNS WHERE"
                                + " TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND EXTRA NOT REGEXP"
                                + " 'VIRTUAL GENERATED|STORED GENERATED|PERSISTENT' ORDER BY ORDINAL_POSITION",
                        table)
                .stream()
                .map(row -> row.get(0))
                .toList();
        String names = columns.isEmpty() ? "*" : String.join(", ", columns);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + names + " FROM " + quoted)) {
            ResultSetMetaData types = rows.getMetaData();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= types.getColumnCount(); i++) {
                    values.add(value(rows, i, types.getColumnType(i)));
                }
                append("INSERT INTO " + quoted + " (" + names + ") VALUES (" + String.join(", ", values) + ")");
            }
        }
    }

    private static String value(ResultSet rows, int column, int type) throws SQLException {
        if (BYTES.contains(type)) {
            byte @Nullable [] bytes = rows.getBytes(column);
            return bytes == null
                    ? "NULL"
                    : bytes.length == 0 ? "''" : "0x" + HexFormat.of().formatHex(bytes);
        }
        String text = rows.getString(column);
        if (text == null) {
            return "NULL";
        }
        return NUMBERS.contains(type)
                ? text
                : "'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0") + "'";
    }
}
