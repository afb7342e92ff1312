package io.fastmigrate.internal.jdbc.h2.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.dump.RowsDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All definitions of a database of H2, as <a href="https://h2database.com/html/commands.html#script">SCRIPT</a> writes them,
 * without users and rights.
 */
final class H2Definitions {

    private static final Pattern NOT_COUNTED = Pattern.compile(
            "(?:CREATE USER|CREATE ROLE|GRANT|ALTER USER|SET|DROP|;|--|INSERT)\\b.*|\\s*|;.*|--.*", Pattern.DOTALL);

    /** A table: its name, its comment, its columns, and what else it is. */
    private static final Pattern TABLE = Pattern.compile(
            "CREATE (?:CACHED |MEMORY |GLOBAL |LOCAL |TEMPORARY |PERSISTENT )*TABLE ((?:\"(?:[^\"]|\"\")*\"\\.?)+)(.*?)\\(\n(.*)\n\\)(.*);?",
            Pattern.DOTALL);

    /** What other statements make, and on which table. */
    private static final Pattern ADDED = Pattern.compile(
            "(?:ALTER TABLE (\\S+) ADD CONSTRAINT (\\S+)|CREATE (?:UNIQUE |SPATIAL |NULLS (?:NOT |ALL )?DISTINCT )*"
                    + "(?:HASH )?INDEX (\\S+) ON (\\S+?)\\(|(CREATE .*?|COMMENT ON \\w+) (\"\\S+)).*",
            Pattern.DOTALL);

    /** The names that H2 gives itself depend on what else there is, and was. */
    private static final Pattern GENERATED =
            Pattern.compile("\"(?:CONSTRAINT|PRIMARY_KEY|CONSTRAINT_INDEX|constraint|primary_key|constraint_index)_"
                    + "[0-9A-Fa-f]+(?:_\\d+)?\"");

    private static final Pattern NAMELESS = Pattern.compile(
            "^(ALTER (?:TABLE|DOMAIN) .*? ADD )CONSTRAINT (?:\"[^\"]*\"\\.)?(?=" + GENERATED + ")" + GENERATED + " ");

    /** What changes with the rows, or owns a schema. */
    private static final Pattern NO_DEFINITION = Pattern.compile(" SELECTIVITY \\d+| AUTHORIZATION \"[^\"]*\"");

    private static final Pattern COUNTER = Pattern.compile(" RESTART WITH -?\\d+");

    private static final Pattern SEQUENCE = Pattern.compile("CREATE SEQUENCE (\\S+).*", Pattern.DOTALL);

    private static final Pattern SETTING = Pattern.compile("SET (\\w+) (.*);", Pattern.DOTALL);

    private static final Pattern TOOLS =
            Pattern.compile("(?i)_meta|_fastmigrate_.*|flyway_schema_history|databasechangelog(?:lock)?");

    private final Connection connection;
    private final @Nullable String schema;

    /** Several may have a name that H2 gave itself. */
    private final SortedMap<String, SortedSet<String>> found = new TreeMap<>();

    /** Reads one schema; null for all. */
    H2Definitions(Connection connection, @Nullable String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    SortedMap<String, String> read() throws SQLException {
        for (String statement : statements()) {
            add(GENERATED.matcher(withoutCounter(statement)).replaceAll("\"?\""));
        }
        SortedMap<String, String> all = new TreeMap<>();
        found.forEach((name, definitions) -> all.put(name, String.join("\n", definitions)));
        return all;
    }

    /** Returns the rows of all tables that have some, and what tables and sequences count that were used. */
    SortedMap<String, String> rows() throws SQLException {
        SortedMap<String, String> all = new TreeMap<>();
        for (String statement : statements()) {
            String counter =
                    COUNTER.matcher(statement).results().map(MatchResult::group).collect(Collectors.joining());
            Matcher table = TABLE.matcher(statement);
            Matcher sequence = SEQUENCE.matcher(statement);
            if (table.matches()) {
                RowsDigest rows = new RowsDigest();
                inserts(table.group(1)).forEach(rows::add);
                if (!rows.isEmpty() || !counter.isEmpty()) {
                    all.put(plain(table.group(1)), rows + counter);
                }
            } else if (sequence.matches() && !counter.isEmpty()) {
                all.put("the sequence " + plain(sequence.group(1)), counter.strip());
            }
        }
        return all;
    }

    /** Returns what stays with the database itself. */
    static SortedMap<String, String> settings(Connection connection) throws SQLException {
        SortedMap<String, String> settings = new TreeMap<>();
        for (List<String> row : Rows.all(connection, 1, "SCRIPT NODATA NOPASSWORDS")) {
            Matcher setting = SETTING.matcher(row.get(0));
            if (setting.matches()) {
                settings.put("SET " + setting.group(1), setting.group(2));
            }
        }
        return settings;
    }

    /** Returns the statements that make what there is, with what was counted. */
    private List<String> statements() throws SQLException {
        List<String> tools = tablesOfTools();
        List<String> statements = new ArrayList<>();
        String scope = schema == null ? "" : " SCHEMA " + quoted(schema);
        for (List<String> row : Rows.all(connection, 1, "SCRIPT NODATA NOPASSWORDS NOSETTINGS" + scope)) {
            String text = NO_DEFINITION.matcher(row.get(0)).replaceAll("");
            if (!NOT_COUNTED.matcher(text).matches() && tools.stream().noneMatch(text::contains)) {
                statements.add(text);
            }
        }
        return statements;
    }

    private static String withoutCounter(String statement) {
        return COUNTER.matcher(statement).replaceAll("");
    }

    /**
     * Returns a script that makes all of it. Constraints whose names H2 made up get new ones, since these may be taken.
     *
     * @param tablesWithData whose rows it also contains, and the next number after them
     */
    String script(List<String> tablesWithData) throws SQLException {
        StringBuilder script = new StringBuilder("-- The schema of the database, as SCRIPT tells it.\n");
        for (String statement : statements()) {
            Matcher table = TABLE.matcher(statement);
            boolean filled =
                    table.matches() && tablesWithData.stream().anyMatch(wanted -> isNamed(wanted, table.group(1)));
            append(script, filled ? statement : withoutCounter(statement));
            if (filled) {
                inserts(table.group(1)).forEach(insert -> append(script, insert));
            }
        }
        return script.toString();
    }

    /** Returns a script that makes all of it, with the rows of all tables and what tables and sequences count. */
    String scriptWithRows() throws SQLException {
        StringBuilder script = new StringBuilder("-- The database, as SCRIPT tells it.\n");
        for (String statement : statements()) {
            append(script, statement);
            Matcher table = TABLE.matcher(statement);
            if (table.matches()) {
                inserts(table.group(1)).forEach(insert -> append(script, insert));
            }
        }
        return script.toString();
    }

    private static boolean isNamed(String wanted, String table) {
        String name = plain(table);
        return name.equalsIgnoreCase(wanted)
                || name.substring(name.lastIndexOf('.') + 1).equalsIgnoreCase(wanted);
    }

    private static String plain(String name) {
        return name.replace("\"", "").replaceFirst(";$", "");
    }

    private List<String> inserts(String table) throws SQLException {
        return Rows.all(connection, 1, "SCRIPT SIMPLE NOPASSWORDS NOSETTINGS TABLE " + table).stream()
                .map(row -> row.get(0))
                .filter(row -> row.startsWith("INSERT "))
                .toList();
    }

    private static void append(StringBuilder script, String statement) {
        script.append('\n')
                .append(NAMELESS.matcher(statement).replaceFirst("$1"))
                .append(statement.endsWith(";") ? "\n" : ";\n");
    }

    /** By their names, or by columns that no one else's table has; each in its quotes, with its schema. */
    private List<String> tablesOfTools() throws SQLException {
        List<String> names = new ArrayList<>();
        for (List<String> row : Rows.all(
                connection,
                3,
                "SELECT TABLE_SCHEMA, TABLE_NAME, LISTAGG(LOWER(COLUMN_NAME), ' ') WITHIN GROUP (ORDER BY COLUMN_NAME)"
                        + " FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' GROUP BY"
                        + " TABLE_SCHEMA, TABLE_NAME")) {
            List<String> columns = List.of(row.get(2).split(" "));
            if (TOOLS.matcher(row.get(1)).matches()
                    || columns.containsAll(List.of("installed_rank", "checksum", "installed_by", "success"))
                    || columns.containsAll(List.of("dateexecuted", "orderexecuted", "exectype", "md5sum"))
                    || columns.containsAll(List.of("locked", "lockgranted", "lockedby"))) {
                names.add(quoted(row.get(0)) + "." + quoted(row.get(1)));
            }
        }
        return names;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private void add(String text) {
        Matcher table = TABLE.matcher(text);
        Matcher added = ADDED.matcher(text);
        if (table.matches()) {
            table(table.group(1), table.group(3), (table.group(2) + table.group(4)).strip());
        } else if (!added.matches()) {
            put(text, text);
        } else if (added.group(1) != null) {
            put("constraint " + added.group(2) + " on " + added.group(1), text);
        } else if (added.group(3) != null) {
            put("index " + added.group(3) + " on " + added.group(4), text);
        } else {
            put(added.group(5) + " " + added.group(6), text);
        }
    }

    /** H2 writes each column into a line; line ends in texts are escaped. */
    private void table(String name, String columns, String rest) {
        put("table " + name, rest);
        int number = 0;
        for (String line : columns.lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                number++;
                String column = line.replaceFirst(",$", "");
                put("column " + name + "." + column.replaceFirst("^(\"[^\"]*\"|\\S+).*", "$1"), number + " " + column);
            }
        }
    }

    private void put(String name, String definition) {
        found.computeIfAbsent(name, key -> new TreeSet<>()).add(definition);
    }
}
