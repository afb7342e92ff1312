package io.fastmigrate.internal.jdbc.postgres.probe;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of one statement for PostgreSQL, read from the left. */
final class PostgresNames {

    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"]|\"\")*+\"|'(?:[^']|'')*+'|\\S+");

    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int at;

    /**
     * Takes the beginning of a statement.
     *
     * @param head its first tokens, without comments
     */
    PostgresNames(String head) {
        Matcher token = TOKEN.matcher(head);
        while (token.find()) {
            tokens.add(token.group());
        }
    }

    /** Takes all of a statement. */
    static PostgresNames all(String text) {
        PostgresNames names = new PostgresNames("");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DialectLexer lexer = new DialectLexer(SqlDialect.POSTGRESQL);
        for (int at = 0; at < bytes.length; ) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            String token = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            if (lexer.type() != TokenType.SPACE) {
                names.tokens.add(lexer.type() == TokenType.WORD ? token.toUpperCase(Locale.ROOT) : token);
                names.ends.add(end);
            }
            at = end;
        }
        return names;
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
            name.append(quoted(token));
            if (!accept(".")) {
                break;
            }
            name.append('.');
        }
        return name.toString();
    }

    /** Returns one part of a name in quotes, as the database reads it. */
    static String quoted(String token) {
        return token.startsWith("\"") ? token : "\"" + token.toLowerCase(Locale.ROOT) + "\"";
    }

    /** Returns what stands behind the last token that was passed over; for {@link #all} of the same text. */
    String behind(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int from = at == 0 ? 0 : ends.get(at - 1);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    boolean isAtEnd() {
        return at >= tokens.size();
    }

    /** Returns the next token, and passes over it; empty at the end. */
    String take() {
        return isAtEnd() ? "" : tokens.get(at++);
    }

    /** Returns what stands behind the last dot of such a name, without quotes. */
    static String last(String name) {
        Matcher part = Pattern.compile("\"((?:[^\"]|\"\")*)\"$").matcher(name);
        return part.find() ? part.group(1).replace("\"\"", "\"") : name;
    }
}
