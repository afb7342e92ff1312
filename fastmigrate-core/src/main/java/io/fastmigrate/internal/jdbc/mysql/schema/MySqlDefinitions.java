package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All definitions of a connection's database, as the server shows them, without definers. What changes with the rows, or
 * with the moment at which a script ran, does not count.
 */
final class MySqlDefinitions {

    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");
    private static final Pattern DEFINER = Pattern.compile(" DEFINER=(?:`[^`]*`@`[^`]*`|`[^`]*`|\\S+)");
    private static final Pattern MOMENT = Pattern.compile(" (STARTS|AT) '[^']*'");

    /** What stands in a line of a table's definition: the name of a column, or of something else behind its kind. */
    private static final Pattern COLUMN = Pattern.compile("([`\"])(.+?)\\1 .*", Pattern.DOTALL);

    private static final Pattern NAMED =
            Pattern.compile("((?:UNIQUE |FULLTEXT |SPATIAL )?KEY|CONSTRAINT) ([`\"])(.+?)\\2 .*", Pattern.DOTALL);

    private final Connection connection;
    private final SortedMap<String, String> found = new TreeMap<>();

    MySqlDefinitions(Connection connection) {
        this.connection = connection;
    }

    SortedMap<String, String> read() throws SQLException {
        Set<String> others = tablesOfTools();
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
        for (String event : names("EVENT_NAME", "EVENTS", "EVENT_SCHEMA")) {
            List<String> shown = show("EVENT", event, 4);
            add("event " + event, MOMENT.matcher(text(event, shown.get(3))).replaceAll("") + mode(shown.get(1)));
        }
        return found;
    }

    /** By their names, or by columns that no one else's table has. */
    private Set<String> tablesOfTools() throws SQLException {
        Set<String> tables = new HashSet<>();
        for (String name : names("TABLE_NAME", "TABLES", "TABLE_SCHEMA")) {
            if (name.matches("(?i)_meta|_fastmigrate_.*|flyway_schema_history|databasechangelog(?:lock)?")) {
                tables.add(name);
            }
        }
        for (List<String> columns : List.of(
                List.of("installed_rank", "checksum", "installed_by", "success"),
                List.of("dateexecuted", "orderexecuted", "exectype", "md5sum"),
                List.of("locked", "lockgranted", "lockedby"))) {
            Rows.all(
                            connection,
                            1,
                            "SELECT TABLE_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND"
                                    + " lower(COLUMN_NAME) IN ('" + String.join("', '", columns)
                                    + "') GROUP BY TABLE_NAME HAVING count(*) = " + columns.size())
                    .forEach(row -> tables.add(row.get(0)));
        }
        return tables;
    }

    private List<String> names(String column, String table, String place) throws SQLException {
        return Rows.all(
                        connection,
                        1,
                        "SELECT " + column + " FROM information_schema." + table + " WHERE " + place + " = DATABASE()")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private List<String> show(String kind, String name, int columns) throws SQLException {
        return Rows.all(connection, columns, "SHOW CREATE " + kind + " `" + name.replace("`", "``") + "`")
                .get(0);
    }

    private void add(String name, String definition) {
        found.put(name, definition);
    }

    /** The server shows nothing of a routine to those who may not see it. */
    private static String text(String name, @Nullable String shown) throws SQLException {
        if (shown == null) {
            throw new SQLException("This user may not see the definition of " + name + ".", "42501");
        }
        return DEFINER.matcher(shown).replaceFirst("");
    }

    private static String mode(String mode) {
        return " /* sql_mode " + mode + " */";
    }

    private void relation(String name, String type) throws SQLException {
        switch (type) {
            case "VIEW" -> add("view " + name, text(name, show("VIEW", name, 2).get(1)));
            case "SEQUENCE" -> add("sequence " + name, show("SEQUENCE", name, 2).get(1));
            default -> table(name, show("TABLE", name, 2).get(1));
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
                rest.append(COUNTER.matcher(line).replaceAll("")).append('\n');
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
            List<String> shown = show("TRIGGER", row.get(0), 3);
            add("trigger " + row.get(0), row.get(1) + " " + text(row.get(0), shown.get(2)) + mode(shown.get(1)));
        }
    }

    private void routines() throws SQLException {
        for (List<String> row : Rows.all(
                connection,
                2,
                "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
                        + " DATABASE()")) {
            List<String> shown = show(row.get(1), row.get(0), 3);
            add(
                    row.get(1).toLowerCase(Locale.ROOT) + " " + row.get(0),
                    text(row.get(0), shown.get(2)) + mode(shown.get(1)));
        }
    }
}
