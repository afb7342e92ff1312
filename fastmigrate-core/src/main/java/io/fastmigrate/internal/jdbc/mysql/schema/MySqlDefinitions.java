package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All definitions of a connection's database, as the server shows them, without definers. What changes with the rows, or
 * with the moment at which a script ran, does not count.
 */
final class MySqlDefinitions {

    private static final Pattern MOMENT = Pattern.compile(" (STARTS|AT) '[^']*'");

    /** What stands in a line of a table's definition: the name of a column, or of something else behind its kind. */
    private static final Pattern COLUMN = Pattern.compile("([`\"])(.+?)\\1 .*", Pattern.DOTALL);

    private static final Pattern NAMED =
            Pattern.compile("((?:UNIQUE |FULLTEXT |SPATIAL )?KEY|CONSTRAINT) ([`\"])(.+?)\\2 .*", Pattern.DOTALL);

    private final Connection connection;
    private final ShownDefinitions shown;
    private final SortedMap<String, String> found = new TreeMap<>();

    MySqlDefinitions(Connection connection) {
        this.connection = connection;
        this.shown = new ShownDefinitions(connection);
    }

    SortedMap<String, String> read() throws SQLException {
        Set<String> others = shown.tablesOfTools();
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")) {
            if (!others.contains(row.get(0))) {
                relation(row.get(0), row.get(1));
            }
        }
        triggers();
        routines();
        for (String event : shown.names("EVENT_NAME", "EVENTS", "EVENT_SCHEMA")) {
            List<String> row = shown.show("EVENT", event, 4);
            add(
                    "event " + event,
                    MOMENT.matcher(DisabledEvents.of(ShownDefinitions.text(event, row.get(3))))
                                    .replaceAll("")
                            + mode(row.get(1)));
        }
        return found;
    }

    private void add(String name, String definition) {
        found.put(name, definition);
    }

    private static String mode(String mode) {
        return " /* sql_mode " + mode + " */";
    }

    private void relation(String name, String type) throws SQLException {
        switch (type) {
            case "VIEW" ->
                add(
                        "view " + name,
                        ShownDefinitions.text(name, shown.show("VIEW", name, 2).get(1)));
            case "SEQUENCE" ->
                add("sequence " + name, shown.show("SEQUENCE", name, 2).get(1));
            default -> table(name, shown.table(name));
        }
    }

    /** The server writes each column, key and constraint of a table into a line; line ends in texts are escaped. */
    private void table(String name, String definition) {
        StringBuilder rest = new StringBuilder();
        int column = 0;
        for (String line : definition.lines().skip(1).toList()) {
            String part = line.strip().replaceFirst(",$", "");
            Matcher columns = COLUMN.matcher(part + " ");
            Matcher named = NAMED.matcher(part + " ");
            if (!rest.isEmpty() || line.startsWith(")")) {
                rest.append(line).append('\n');
            } else if (columns.matches()) {
                column++;
                add("column " + name + "." + columns.group(2), column + " " + part);
            } else if (named.matches()) {
                String kind = named.group(1).equals("CONSTRAINT") ? "constraint " : "index ";
                add(kind + name + "." + named.group(3), part);
            } else {
                add("table " + name + ", " + part.replaceFirst("[ (].*", ""), part);
            }
        }
        add("table " + name, rest.toString().strip());
    }

    private void triggers() throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT TRIGGER_NAME, ACTION_ORDER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()")) {
            List<String> trigger = shown.show("TRIGGER", row.get(0), 3);
            add(
                    "trigger " + row.get(0),
                    row.get(1) + " " + ShownDefinitions.text(row.get(0), trigger.get(2)) + mode(trigger.get(1)));
        }
    }

    private void routines() throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
                        + " DATABASE()")) {
            List<String> routine = shown.show(row.get(1), row.get(0), 3);
            add(
                    row.get(1).toLowerCase(Locale.ROOT) + " " + row.get(0),
                    ShownDefinitions.text(row.get(0), routine.get(2)) + mode(routine.get(1)));
        }
    }
}
