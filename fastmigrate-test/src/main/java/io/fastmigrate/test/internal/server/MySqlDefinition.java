package io.fastmigrate.test.internal.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one object of a database is, as the server shows it.
 *
 * @param table of a trigger; empty for others
 * @param settings of the session that made it, for the statement that makes it again
 * @param text without the name of the database, and without what a table counts
 * @param counter what a table counts; empty if it counts nothing yet
 */
record MySqlDefinition(Kind kind, String name, String table, String settings, String text, String counter) {

    /** Rows keep a zero that is no order to count. */
    static final String MODE = "NO_AUTO_VALUE_ON_ZERO";

    /** The last line of a definition, before any text that someone wrote. */
    private static final Pattern COUNTER =
            Pattern.compile("(.*\\n\\)[^\\n']*?) AUTO_INCREMENT=(\\d+)\\b(.*)", Pattern.DOTALL);

    /** Triggers are made one after another, so none needs to name its place. */
    private static final Pattern PLACE = Pattern.compile(
            "(.*?\\bFOR\\s+EACH\\s+ROW)\\s+(?:FOLLOWS|PRECEDES)\\s+(?:`[^`]+`|\\S+)(.*)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** In the order in which they can be made; with the columns of SHOW CREATE that hold text, collation, mode and time zone. */
    enum Kind {
        SEQUENCE(2, 0, 0, 0),
        TABLE(2, 0, 0, 0),
        PACKAGE(3, 5, 2, 0),
        PACKAGE_BODY(3, 5, 2, 0),
        FUNCTION(3, 5, 2, 0),
        PROCEDURE(3, 5, 2, 0),
        VIEW(2, 4, 0, 0),
        TRIGGER(3, 5, 2, 0),
        EVENT(4, 6, 2, 3);

        private final int text;
        private final int collation;
        private final int mode;
        private final int timeZone;

        Kind(int text, int collation, int mode, int timeZone) {
            this.text = text;
            this.collation = collation;
            this.mode = mode;
            this.timeZone = timeZone;
        }

        static Kind of(String routineType) {
            return valueOf(routineType.replace(' ', '_'));
        }

        String sql() {
            return name().replace('_', ' ');
        }
    }

    /** Asks the server for an object of the connection's database. */
    static MySqlDefinition read(Connection connection, String database, Kind kind, String name, String table)
            throws SQLException {
        List<String> shown = KeptConnection.rows(connection, "SHOW CREATE " + kind.sql() + " " + quoted(name))
                .get(0);
        String text = shown.get(kind.text - 1).replace(quoted(database) + ".", "");
        if (text.isEmpty()) {
            throw new SQLException(
                    "The user of the tests may not see the definition of " + described(kind, name) + ".");
        }
        String settings = setting("sql_mode", kind.mode, shown, MODE)
                + setting(", collation_connection", kind.collation, shown, "")
                + setting(", time_zone", kind.timeZone, shown, "");
        Matcher counter = COUNTER.matcher(text);
        Matcher place = PLACE.matcher(text);
        if (kind == Kind.TABLE && counter.matches()) {
            return new MySqlDefinition(
                    kind, name, table, settings, counter.group(1) + counter.group(3), counter.group(2));
        }
        return kind == Kind.TRIGGER && place.matches()
                ? new MySqlDefinition(kind, name, table, settings, place.group(1) + place.group(2), "")
                : new MySqlDefinition(kind, name, table, settings, text, "");
    }

    private static String setting(String variable, int column, List<String> shown, String otherwise) {
        String value = column == 0 ? otherwise : shown.get(column - 1);
        return value.isEmpty() && !variable.equals("sql_mode") ? "" : variable + " = '" + value + "'";
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String described(Kind kind, String name) {
        return kind.sql().toLowerCase(Locale.ROOT) + " " + name;
    }

    /** Makes the object in the connection's database. */
    void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET SESSION " + settings);
            statement.execute(text);
            statement.execute("SET SESSION sql_mode = '" + MODE + "', time_zone = '+00:00'");
        } catch (SQLException e) {
            throw new SQLException(
                    "The " + described(kind, name)
                            + " that the scripts made cannot be made again in the database of a test: "
                            + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }
}
