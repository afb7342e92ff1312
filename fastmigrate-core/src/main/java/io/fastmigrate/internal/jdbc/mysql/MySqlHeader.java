package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.TableChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the statement of a trigger or an event with the one that is there. A second one would do its work, so the texts
 * are compared: the server keeps bodies as they were written.
 */
final class MySqlHeader {

    private static final Pattern DEFINER = Pattern.compile(
            "(?i)\\bDEFINER\\s*=\\s*(`[^`]*`|'[^']*'|[\\w$]+)(?:\\s*\\(\\s*\\))?(?:\\s*@\\s*(`[^`]*`|'[^']*'|[\\w.$]+))?");

    private static final Pattern MARK = Pattern.compile("/\\*M?!\\d*|\\*/");

    private final Connection connection;
    private final String text;

    private MySqlHeader(Connection connection, String text) {
        this.connection = connection;
        this.text = text;
    }

    static boolean isOf(Connection connection, String kind, String name, String text) throws SQLException {
        MySqlHeader header = new MySqlHeader(connection, text);
        return kind.equals("TRIGGER") ? header.isTrigger(name) : header.isEvent(name);
    }

    /** What stands in a comment that is carried out is read as if it stood in none, at the same places. */
    static String withoutMarks(String text) {
        if (!text.contains("/*!") && !text.contains("/*M!")) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text);
        Matcher mark = MARK.matcher(text);
        while (mark.find()) {
            plain.replace(mark.start(), mark.end(), " ".repeat(mark.end() - mark.start()));
        }
        return plain.toString();
    }

    /** Returns what stands before a body that ends the statement; empty if it does not. */
    private String before(String body) {
        int at = text.lastIndexOf(body);
        boolean ends = at >= 0 && text.substring(at + body.length()).matches("[\\s;]*(\\*/[\\s;]*)?");
        return ends ? withoutMarks(text.substring(0, at)) : "";
    }

    private boolean isTrigger(String name) throws SQLException {
        List<List<String>> rows = Rows.all(
                connection,
                7,
                "SELECT ACTION_STATEMENT, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, SQL_MODE = @@sql_mode,"
                        + " DEFINER, ACTION_ORDER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() AND"
                        + " TRIGGER_NAME = ?",
                TableChange.unquoted(name));
        if (rows.isEmpty() || rows.get(0).get(0) == null) {
            return false;
        }
        List<String> row = rows.get(0);
        String header = before(row.get(0).strip());
        StatementWords words = new StatementWords(header);
        words.passTo(Set.of("TRIGGER"));
        words.take();
        words.accept("IF", "NOT", "EXISTS");
        boolean same = words.name().equals(name)
                && words.accept(row.get(1), row.get(2), "ON")
                && isTable(words.name(), row.get(3))
                && words.accept("FOR", "EACH", "ROW")
                && row.get(4).equals("1")
                && isDefiner(header, row.get(5));
        boolean follows = words.accept("FOLLOWS");
        boolean ordered = follows || words.accept("PRECEDES");
        return same && hasPlace(name, row, ordered ? words.name() : "", follows) && words.isAtEnd();
    }

    private boolean isTable(String written, String table) throws SQLException {
        String last = TableChange.unquoted(written.replaceFirst("^(`[^`]*`|\\w+)\\.", ""));
        return last.equals(table)
                || (last.equalsIgnoreCase(table)
                        && Rows.text(connection, "SELECT @@lower_case_table_names <> 0")
                                .orElse("")
                                .equals("1"));
    }

    /** One that names no other is the last of its kind. */
    private boolean hasPlace(String name, List<String> row, String other, boolean follows) throws SQLException {
        String same =
                "FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? AND"
                        + " ACTION_TIMING = ? AND EVENT_MANIPULATION = ?";
        int order = Integer.parseInt(row.get(6));
        if (other.isEmpty()) {
            return Rows.text(connection, "SELECT MAX(ACTION_ORDER) " + same, row.get(3), row.get(1), row.get(2))
                    .orElse(name)
                    .equals(row.get(6));
        }
        return Rows.text(
                        connection,
                        "SELECT 1 " + same + " AND TRIGGER_NAME = ? AND ACTION_ORDER = ?",
                        row.get(3),
                        row.get(1),
                        row.get(2),
                        TableChange.unquoted(other),
                        follows ? order - 1 : order + 1)
                .isPresent();
    }

    private boolean isDefiner(String header, String definer) throws SQLException {
        Matcher written = DEFINER.matcher(header);
        String current = Rows.text(connection, "SELECT CURRENT_USER()").orElse("");
        if (!written.find() || written.group(1).equalsIgnoreCase("CURRENT_USER")) {
            return definer.equals(current);
        }
        String host = written.group(2) == null ? "%" : bare(written.group(2));
        return definer.equals(bare(written.group(1)) + "@" + host);
    }

    private static String bare(String name) {
        return name.replaceAll("^[`']|[`']$", "");
    }

    private boolean isEvent(String name) throws SQLException {
        List<List<String>> rows = Rows.all(
                connection,
                3,
                "SELECT EVENT_DEFINITION, SQL_MODE = @@sql_mode AND TIME_ZONE = @@time_zone, DEFINER FROM"
                        + " information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() AND EVENT_NAME = ?",
                TableChange.unquoted(name));
        if (rows.isEmpty() || rows.get(0).get(0) == null) {
            return false;
        }
        String body = rows.get(0).get(0).strip();
        String header = before(body);
        String shown =
                Rows.all(connection, 4, "SHOW CREATE EVENT " + name).get(0).get(3);
        if (header.isEmpty()
                || !rows.get(0).get(1).equals("1")
                || !isDefiner(header, rows.get(0).get(2))) {
            return false;
        }
        Map<String, String> written = schedule(header);
        Map<String, String> real = schedule(shown.substring(0, shown.lastIndexOf(body)));
        if (!written.containsKey("STARTS")) {
            real.remove("STARTS"); // when it was made
        }
        return written.equals(real);
    }

    /** Returns what each clause says, with the defaults of those that are not written. */
    private static Map<String, String> schedule(String header) {
        Map<String, String> clauses = new LinkedHashMap<>();
        clauses.put("COMPLETION", "NOT PRESERVE");
        clauses.put("STATUS", "ENABLE");
        StatementWords words = new StatementWords(header);
        words.passTo(Set.of("SCHEDULE"));
        String clause = "";
        while (!words.isAtEnd()) {
            if (words.accept("ON", "COMPLETION")) {
                clause = "COMPLETION";
                clauses.put(clause, "");
            }
            String word = words.take();
            if (Set.of("SCHEDULE", "STARTS", "ENDS", "COMMENT").contains(word)) {
                clause = word;
                clauses.put(clause, "");
            } else if (word.matches("ENABLE|DISABLE")) {
                clause = "STATUS";
                clauses.put(clause, word);
            } else if (!word.equals("DO") || !words.isAtEnd()) {
                clauses.merge(clause, word, (before, next) -> (before + " " + next).strip());
            }
        }
        return clauses;
    }
}
