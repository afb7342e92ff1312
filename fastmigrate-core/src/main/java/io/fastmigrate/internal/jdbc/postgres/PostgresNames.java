package io.fastmigrate.internal.jdbc.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first tokens of one statement for PostgreSQL, read from the left. */
final class PostgresNames {

    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\\S+");

    private final List<String> tokens = new ArrayList<>();
    private int at;

    /**
     * Takes a statement.
     *
     * @param head its first tokens, without comments
     */
    PostgresNames(String head) {
        Matcher token = TOKEN.matcher(head);
        while (token.find()) {
            tokens.add(token.group());
        }
    }

    /** Passes over words if they come next. */
    boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).equals(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    /** Passes over all that stands in parentheses, if that comes next. */
    void parentheses() {
        if (accept("(")) {
            int depth = 1;
            while (depth > 0 && at < tokens.size()) {
                String token = tokens.get(at++);
                depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            }
        }
    }

    /** Returns a name with what stands before its dots, in quotes, as the database reads it; empty for none. */
    String name() {
        StringBuilder name = new StringBuilder();
        while (at < tokens.size() && tokens.get(at).matches("(?s)\".*\"|[\\w$\\x{80}-\\x{10FFFF}]+")) {
            String token = tokens.get(at++);
            name.append(token.startsWith("\"") ? token : "\"" + token.toLowerCase(Locale.ROOT) + "\"");
            if (!accept(".")) {
                break;
            }
            name.append('.');
        }
        return name.toString();
    }

    /** Returns the plain names in the parentheses of an index, with commas between; empty where there is more than names. */
    String columns() {
        if (accept("USING")) {
            at++;
        }
        List<String> columns = new ArrayList<>();
        while (accept(columns.isEmpty() ? "(" : ",")) {
            columns.add(last(name()));
        }
        return accept(")") ? String.join(",", columns) : "";
    }

    /** Returns what stands behind the last dot of such a name, without quotes. */
    static String last(String name) {
        Matcher part = Pattern.compile("\"((?:[^\"]|\"\")*)\"$").matcher(name);
        return part.find() ? part.group(1).replace("\"\"", "\"") : name;
    }
}
