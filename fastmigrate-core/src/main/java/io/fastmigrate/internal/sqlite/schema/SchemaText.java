package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A CREATE statement as {@code sqlite_schema} keeps it. Only its first words are understood; of the rest, only where
 * strings, quoted names and comments end.
 */
final class SchemaText {

    private static final Set<String> KINDS = Set.of("table", "index", "view", "trigger");

    /** What a text may end in that does not close itself; SQLite takes both as they are. */
    private enum Tail {
        TOKEN,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private final String sql;
    private final int kindEnd;
    private final int nameStart;
    private final int lastTokenEnd;

    SchemaText(String sql) {
        this.sql = sql;
        this.kindEnd = endOfKind();
        this.nameStart = startOfName(kindEnd);
        this.lastTokenEnd = endOfLastToken();
    }

    /** Returns the statement with IF NOT EXISTS and with its own end, and every other character as it was. */
    String ifNotExists() {
        String end = switch (tailAfter(lastTokenEnd)) {
            case TOKEN -> ";";
            case LINE_COMMENT -> "\n;";
            case BLOCK_COMMENT -> "*/;";
        };
        boolean there = nameStart != skipBlank(kindEnd);
        return sql.substring(0, kindEnd) + (there ? "" : " IF NOT EXISTS") + sql.substring(kindEnd) + end;
    }

    /** Returns the statement with its end, without what follows its last token; line ends outside quotes are line feeds. */
    String statement() {
        StringBuilder text = new StringBuilder();
        for (int i = skipBlank(0), end = i; i < lastTokenEnd; i = skipBlank(end)) {
            text.append(sql.substring(end, i).replace("\r\n", "\n"));
            end = tokenEnd(i);
            text.append(sql, i, end);
        }
        return text.append(';').toString();
    }

    /** Returns what two texts of the same object have in common: neither IF NOT EXISTS nor what follows the last token. */
    String comparable() {
        StringBuilder text = new StringBuilder();
        for (int i = skipBlank(0); i < kindEnd; i = skipBlank(wordEnd(i))) {
            text.append(sql, i, wordEnd(i)).append(' ');
        }
        String head = SqliteNames.fold(text.toString());
        return head + sql.substring(nameStart, lastTokenEnd);
    }

    /** Returns the tokens from the name on, quoted ones with their quotes. */
    List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = skipBlank(nameStart); i < sql.length(); i = skipBlank(tokenEnd(i))) {
            tokens.add(sql.substring(i, tokenEnd(i)));
        }
        return tokens;
    }

    private int endOfKind() {
        int start = skipBlank(0);
        int end = wordEnd(start);
        while (end > start) {
            if (KINDS.contains(SqliteNames.fold(sql.substring(start, end)))) {
                return end;
            }
            start = skipBlank(end);
            end = wordEnd(start);
        }
        return start;
    }

    private int startOfName(int from) {
        int start = skipBlank(from);
        int at = start;
        for (String word : new String[] {"IF", "NOT", "EXISTS"}) {
            int end = wordEnd(at);
            if (!SqliteNames.same(sql.substring(at, end), word)) {
                return start;
            }
            at = skipBlank(end);
        }
        return at;
    }

    private int endOfLastToken() {
        int end = nameStart;
        for (int i = skipBlank(end); i < sql.length(); i = skipBlank(end)) {
            end = tokenEnd(i);
        }
        return end;
    }

    private Tail tailAfter(int end) {
        int i = end;
        while (i < sql.length()) {
            int next = blankEnd(i);
            if (sql.startsWith("--", i) && next == sql.length() && !sql.endsWith("\n")) {
                return Tail.LINE_COMMENT;
            } else if (sql.startsWith("/*", i) && sql.indexOf("*/", i + 2) < 0) {
                return Tail.BLOCK_COMMENT;
            }
            i = next;
        }
        return Tail.TOKEN;
    }

    private int tokenEnd(int start) {
        char c = sql.charAt(start);
        if (c == '\'' || c == '"' || c == '`') {
            return quotedEnd(start, c);
        } else if (c == '[') {
            return endAfter("]", start + 1);
        }
        return Math.max(wordEnd(start), start + 1);
    }

    private int quotedEnd(int start, char quote) {
        int end = start + 1;
        while (end < sql.length() && (sql.charAt(end) != quote || sql.startsWith("" + quote + quote, end))) {
            end += sql.charAt(end) == quote ? 2 : 1;
        }
        return Math.min(end + 1, sql.length());
    }

    private int endAfter(String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    private int wordEnd(int start) {
        int i = start;
        while (i < sql.length() && isWordPart(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isWordPart(char c) {
        return c >= 0x80 || c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }

    private int skipBlank(int from) {
        int i = from;
        for (int end = blankEnd(i); end > i; end = blankEnd(i)) {
            i = end;
        }
        return i;
    }

    /** Returns the end of the white space or comment at a place; the place itself if there is none. */
    private int blankEnd(int start) {
        if (sql.startsWith("--", start)) {
            return endAfter("\n", start);
        } else if (sql.startsWith("/*", start)) {
            return endAfter("*/", start + 2);
        }
        int i = start;
        while (i < sql.length() && " \t\n\f\r".indexOf(sql.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}
