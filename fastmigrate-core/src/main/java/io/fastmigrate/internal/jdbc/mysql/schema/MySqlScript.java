package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A script that makes the schema of a connection's database, in an order in which everything that is named is there. */
final class MySqlScript {

    /** Takes every value that a table can hold, and nothing else: 0 for a number that would be counted, a date that is none. */
    private static final String MODE_OF_ROWS = "STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO";

    private final Connection connection;
    private final ShownDefinitions shown;
    private final MySqlRows rows;
    private final StringBuilder script = new StringBuilder();
    private final List<String> tables = new ArrayList<>();
    private final List<String> sequences = new ArrayList<>();
    private final Map<String, String> views = new LinkedHashMap<>();
    private String mode;

    MySqlScript(Connection connection) throws SQLException {
        this.connection = connection;
        this.shown = new ShownDefinitions(connection);
        this.rows = new MySqlRows(connection);
        this.mode = Rows.text(connection, "SELECT @@session.sql_mode").orElse("");
    }

    /**
     * Writes it.
     *
     * @param tablesWithData whose rows it also contains
     */
    String write(List<String> tablesWithData) throws SQLException {
        String before = mode;
        tables("The schema of the database");
        for (String table : tablesWithData) {
            inserts(table);
        }
        return rest(before);
    }

    /** Writes it with the rows of all tables, and with what tables and sequences count. */
    String writeAll() throws SQLException {
        String before = mode;
        tables("The database");
        for (String table : tables) {
            inserts(table);
            Optional<String> next = shown.counter(table);
            if (next.isPresent()) {
                append("ALTER TABLE " + MySqlRows.quoted(table) + " AUTO_INCREMENT = " + next.get());
            }
        }
        for (String sequence : sequences) {
            rows.next(sequence)
                    .ifPresent(
                            next -> append("ALTER SEQUENCE " + MySqlRows.quoted(sequence) + " RESTART WITH " + next));
        }
        return rest(before);
    }

    private void inserts(String table) throws SQLException {
        rows.inserts(table, insert -> {
            mode(MODE_OF_ROWS);
            append(insert);
        });
    }

    private void tables(String what) throws SQLException {
        script.append("-- ").append(what).append(", as SHOW CREATE tells it.\n\nSET FOREIGN_KEY_CHECKS = 0;\n");
        Set<String> others = shown.tablesOfTools();
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
            } else if (row.get(1).equals("SEQUENCE")) {
                sequences.add(name);
                append(shown.show("SEQUENCE", name, 2).get(1));
            } else if (!others.contains(name)) {
                tables.add(name);
                append(shown.table(name));
            }
        }
    }

    private String rest(String before) throws SQLException {
        routines();
        views();
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
    private void views() {
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
}
