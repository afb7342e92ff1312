package io.fastmigrate.internal.jdbc.mysql.schema;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.connection.ScriptObserver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes events that never fire, in a database that is there for a while beside the one that they are for. */
public final class DisabledEvents implements ScriptObserver {

    /** What is no word of the statement: texts, names in quotes, comments that are not run. */
    private static final Pattern NO_WORDS = Pattern.compile(
            "'(?:[^'\\\\]++|\\\\.|'')*+'|\"(?:[^\"\\\\]++|\\\\.|\"\")*+\"|`(?:[^`]++|``)*+`|/\\*(?!M?!).*?\\*/|--(?=\\s)[^\\n]*+|#[^\\n]*+",
            Pattern.DOTALL);

    private static final Pattern HEAD = Pattern.compile(
            "(?:\\s|/\\*M?!\\d*)*(CREATE|ALTER)\\b(?:\\s|\\*/|/\\*M?!\\d*|\\bOR\\s+REPLACE\\b|\\bDEFINER\\s*=\\s*\\w*\\s*(?:\\(\\s*\\))?"
                    + "\\s*(?:@\\s*[\\w.%-]*)?)*\\bEVENT\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BODY = Pattern.compile("(?i)\\bDO\\b");
    private static final Pattern STATE =
            Pattern.compile("(?i)\\b(?:ENABLE|DISABLE(?:\\s+ON\\s+(?:SLAVE|REPLICA))?)\\b");
    private static final Pattern SCHEDULE = Pattern.compile("(?i)\\bON\\s+SCHEDULE\\b");
    private static final Pattern COMMENT = Pattern.compile("(?i)\\bCOMMENT\\b");

    @Override
    public String statement(String sql, boolean inTransaction) {
        return of(sql);
    }

    /** Returns a statement that leaves the event disabled; what makes or changes no event, as it is. */
    public static String of(String sql) {
        String words = NO_WORDS.matcher(sql)
                .replaceAll(found -> " ".repeat(found.group().length()));
        Matcher head = HEAD.matcher(words);
        if (!head.lookingAt()) {
            return sql;
        }
        boolean creates = head.group(1).equalsIgnoreCase("CREATE");
        Matcher schedule = SCHEDULE.matcher(words);
        int from = schedule.find(head.end()) ? schedule.end() : head.end();
        Matcher body = BODY.matcher(words);
        int end = body.find(from) ? body.start() : words.length();
        Matcher state = STATE.matcher(words).region(from, end);
        if (state.find()) {
            return sql.substring(0, state.start()) + "DISABLE" + sql.substring(state.end());
        }
        if (!creates) {
            return sql;
        }
        Matcher comment = COMMENT.matcher(words).region(from, end);
        int at = comment.find() ? comment.start() : end;
        return sql.substring(0, at) + "DISABLE " + sql.substring(at);
    }

    /**
     * Makes the events of a database in a copy of it, as the user's own.
     *
     * @param to a connection to the copy
     */
    public static void copy(Connection from, Connection to) throws SQLException {
        for (List<String> event :
                Rows.all(from, 1, "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()")) {
            String name = "`" + event.get(0).replace("`", "``") + "`";
            List<String> shown = Rows.all(from, 4, "SHOW CREATE EVENT " + name).get(0);
            Rows.run(to, "SET SESSION sql_mode = '" + shown.get(1) + "', time_zone = '" + shown.get(2) + "'");
            Rows.run(to, of(shown.get(3)).replaceFirst("^CREATE DEFINER=.*? EVENT ", "CREATE EVENT "));
        }
        Rows.run(to, "SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT");
    }
}
