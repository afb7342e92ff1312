package io.fastmigrate.internal.jdbc.h2;

import io.fastmigrate.internal.jdbc.connection.Rows;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Carries a statement out on an empty copy, in memory, of what it touches of a database of H2, to see what it makes of the
 * schema.
 */
final class H2Trial {

    private static final String SCRIPT = "SCRIPT NODATA NOPASSWORDS NOSETTINGS";

    /** A line about a table, view, index or trigger; all others are few, and are all in the copy. */
    private static final Pattern OF_TABLE = Pattern.compile(
            "(?s)(?:CREATE|ALTER) (?!SCHEMA|USER|ROLE|DOMAIN|SEQUENCE|CONSTANT|ALIAS|AGGREGATE)[A-Z ]*\"([^\"]+)\"\\.\"([^\"]+)\".*");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /** What H2 calls what has no name depends on all other names. */
    private static final Pattern GENERATED = Pattern.compile("\"(CONSTRAINT|INDEX|PRIMARY_KEY)_[0-9A-F]+(_\\d+)?\"");

    private static final Pattern KEPT = Pattern.compile("^CREATE (CACHED|MEMORY) TABLE");

    /** Changes with each row that an application adds. */
    private static final Pattern COUNTER = Pattern.compile("(?i)(RESTART|START) WITH -?\\d+");

    private static final Pattern WITH_ROWS =
            Pattern.compile("(?is)CREATE\\s.*?\\bTABLE\\s.*?\\bAS[\\s(]+(?:SELECT|WITH|VALUES|TABLE)\\b.*");

    private static final Pattern SAYS_WHETHER = Pattern.compile("(?is).*\\bWITH\\s+(?:NO\\s+)?DATA[\\s;]*");

    private H2Trial() {}

    /** Returns all statements that make the schema. */
    static List<String> script(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (List<String> row : Rows.all(connection, 1, SCRIPT)) {
            String line = String.valueOf(row.get(0));
            if (!line.startsWith("--")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Returns the same without what differs between two databases of one schema. */
    static List<String> comparable(List<String> script) {
        return script.stream()
                .map(line -> COUNTER.matcher(line).replaceAll(""))
                .map(line -> GENERATED.matcher(line).replaceAll("\"$1\""))
                .map(line -> KEPT.matcher(line).replaceFirst("CREATE TABLE"))
                .sorted()
                .toList();
    }

    /**
     * Returns the comparable schema of after a statement; empty where that cannot be told.
     *
     * @param before the statements that make the schema as it is
     * @param names what the statement names
     */
    static Optional<List<String>> after(Connection connection, List<String> before, Set<String> names, String statement)
            throws SQLException {
        String schema = Rows.text(connection, "SELECT CURRENT_SCHEMA").orElse("PUBLIC");
        String user = Rows.text(connection, "SELECT CURRENT_USER").orElse("");
        try (Connection copy = DriverManager.getConnection("jdbc:h2:mem:" + settings(connection), user, "")) {
            Set<String> touched = touched(before, names);
            List<String> viewsLast = new ArrayList<>(before);
            viewsLast.sort(Comparator.comparing(line -> line.startsWith("CREATE FORCE VIEW")));
            for (String line : viewsLast) {
                Matcher ofTable = OF_TABLE.matcher(line);
                if (!ofTable.matches() || touched.contains(ofTable.group(2))) {
                    tryToRun(copy, line);
                }
            }
            copy.setSchema(schema);
            List<String> copied = comparable(script(copy));
            Rows.script(copy, withoutRows(statement));
            List<String> after = new ArrayList<>(comparable(before));
            copied.forEach(after::remove);
            after.addAll(comparable(script(copy)));
            return Optional.of(after.stream().sorted().toList());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** The schema is what counts: the rows of a query may be more than memory holds. */
    private static String withoutRows(String statement) {
        return WITH_ROWS.matcher(statement).matches()
                        && !SAYS_WHETHER.matcher(statement).matches()
                ? statement.replaceFirst("[\\s;]+$", "") + "\nWITH NO DATA"
                : statement;
    }

    /** What cannot be copied is missing in what is compared later, and is asked about then. */
    private static void tryToRun(Connection copy, String line) {
        try {
            Rows.script(copy, line);
        } catch (SQLException e) {
            // such as a function whose class is not here
        }
    }

    /** Returns what is named, what that needs, and what needs it. */
    private static Set<String> touched(List<String> script, Set<String> names) {
        Set<String> touched = new HashSet<>();
        for (int size = -1; size < touched.size(); ) {
            size = touched.size();
            for (String line : script) {
                Matcher ofTable = OF_TABLE.matcher(line);
                if (ofTable.matches() && (touched.contains(ofTable.group(2)) || namesAny(line, names, touched))) {
                    touched.add(ofTable.group(2));
                    Matcher quoted = QUOTED.matcher(line);
                    while (!isTable(line) && quoted.find()) {
                        touched.add(quoted.group(1));
                    }
                }
            }
        }
        return touched;
    }

    /** Tells whether a line is about one of the names, or is a view or a trigger on what is touched. */
    private static boolean namesAny(String line, Set<String> names, Set<String> touched) {
        Matcher ofTable = OF_TABLE.matcher(line);
        if (ofTable.matches()
                && (names.contains(ofTable.group(1).toUpperCase(Locale.ROOT))
                        || names.contains(ofTable.group(2).toUpperCase(Locale.ROOT)))) {
            return true;
        }
        Matcher quoted = QUOTED.matcher(line);
        while (!isTable(line) && quoted.find()) {
            if (touched.contains(quoted.group(1))) {
                return true;
            }
        }
        return false;
    }

    /** Columns are called as they like, and their names say nothing of other objects. */
    private static boolean isTable(String line) {
        return KEPT.matcher(line).find();
    }

    /** What decides how names and types are read. */
    private static String settings(Connection connection) throws SQLException {
        StringBuilder url = new StringBuilder();
        for (List<String> setting : Rows.all(
                connection,
                2,
                "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME IN ('MODE',"
                        + " 'DATABASE_TO_UPPER', 'DATABASE_TO_LOWER', 'CASE_INSENSITIVE_IDENTIFIERS', 'NON_KEYWORDS')")) {
            url.append(';').append(setting.get(0)).append('=').append(setting.get(1));
        }
        return url.toString();
    }
}
