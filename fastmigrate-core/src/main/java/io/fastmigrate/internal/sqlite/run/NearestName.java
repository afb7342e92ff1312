package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a script may have meant by a name that the database does not have. */
final class NearestName {

    private static final Pattern OBJECT = Pattern.compile("no such (table|view|index|trigger): (.+)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("no such column: (.+)", Pattern.DOTALL);
    private static final Pattern COLUMN_OF = Pattern.compile("table (.+) has no column named (.+)", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile("no such function: (.+)", Pattern.DOTALL);
    private static final Pattern HINT = Pattern.compile(" - should this be a string literal in single-quotes\\?$");

    private NearestName() {}

    /** Returns the name in the schema that looks most like the one that a message of SQLite says there is none of. */
    static Optional<String> suggest(Connection connection, String statement, String message) {
        try {
            return Optional.ofNullable(candidates(connection, statement, message));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String candidates(Connection connection, String statement, String text)
            throws SQLException {
        String message = HINT.matcher(text).replaceFirst("");
        Matcher of = COLUMN_OF.matcher(message);
        if (of.matches()) {
            return nearest(of.group(2), columns(connection, of.group(1)));
        }
        Matcher object = OBJECT.matcher(message);
        if (object.matches() && object.group(1) != null) {
            return nearest(object.group(2), objects(connection, object.group(1)));
        }
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) {
            List<String> all = new ArrayList<>();
            for (String table : objects(connection, "table")) {
                if (mentions(statement, table)) {
                    all.addAll(columns(connection, table));
                }
            }
            return nearest(column.group(1), all);
        }
        Matcher function = FUNCTION.matcher(message);
        return function.matches()
                ? nearest(
                        function.group(1), strings(connection, "SELECT DISTINCT name FROM pragma_function_list", null))
                : null;
    }

    private static List<String> objects(Connection connection, String type) throws SQLException {
        String types = type.equals("table") || type.equals("view") ? "'table', 'view'" : "'" + type + "'";
        return strings(
                connection,
                "SELECT name FROM sqlite_schema WHERE type IN (" + types + ") AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
                        + " UNION SELECT name FROM sqlite_temp_schema WHERE type IN (" + types + ")",
                null);
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        return strings(connection, "SELECT name FROM pragma_table_info(?)", table);
    }

    private static List<String> strings(Connection connection, String sql, @Nullable String argument)
            throws SQLException {
        List<String> strings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (argument != null) {
                statement.setString(1, argument);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strings.add(rows.getString(1));
                }
            }
        }
        return strings;
    }

    private static boolean mentions(String statement, String table) {
        return SqliteNames.fold(statement).contains(SqliteNames.fold(table));
    }

    private static @Nullable String nearest(String wanted, List<String> names) {
        String bare = SqliteNames.fold(wanted.substring(wanted.lastIndexOf('.') + 1));
        String nearest = null;
        int least = Math.max(1, bare.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(bare, SqliteNames.fold(name));
            if (distance < least && distance > 0) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Returns how many letters must be put in, taken out, changed, or swapped with their neighbour. */
    static int distance(String one, String other) {
        int[][] least = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                least[i][j] = Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[one.length()][other.length()];
    }
}
