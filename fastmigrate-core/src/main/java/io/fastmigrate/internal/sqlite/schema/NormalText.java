package io.fastmigrate.internal.sqlite.schema;

import io.fastmigrate.internal.sql.token.SqlToken;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TokenType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes SQL in one form, so that texts which differ in spelling alone are equal: without comments, with single spaces, with
 * <a href="https://www.sqlite.org/lang_keywords.html">keywords</a> and functions in one case, and with quotes only where a name
 * needs them. Names keep their case, which results of queries show.
 */
final class NormalText {

    /** TRUE and FALSE are none, but a quoted name of that kind is something else than the bare word. */
    private static final Set<String> KEYWORDS = Set.of(
            ("ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY"
                            + " CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT"
                            + " CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC"
                            + " DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FALSE"
                            + " FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE"
                            + " IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY"
                            + " LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON"
                            + " OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE"
                            + " RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK"
                            + " ROW ROWS SAVEPOINT SELECT SET STORED STRICT TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION"
                            + " TRIGGER TRUE UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW"
                            + " WITH WITHIN WITHOUT ROWID")
                    .split(" "));

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

    private final Set<String> functions;

    /** @param functions that SQLite has, in lower case */
    NormalText(Set<String> functions) {
        this.functions = Set.copyOf(functions);
    }

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(upper(word));
    }

    /** Makes the letters of ASCII big. */
    static String upper(String text) {
        StringBuilder big = new StringBuilder(text);
        for (int i = 0; i < big.length(); i++) {
            char c = big.charAt(i);
            if (c >= 'a' && c <= 'z') {
                big.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return big.toString();
    }

    String of(List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.get(i).text().isEmpty()) {
                if (!text.isEmpty() && isApart(tokens, i)) {
                    text.append(' ');
                }
                text.append(word(tokens, i));
            }
        }
        return text.toString();
    }

    private String word(List<SqlToken> tokens, int at) {
        SqlToken token = tokens.get(at);
        return switch (token.type()) {
            case WORD -> {
                boolean called = at + 1 < tokens.size() && tokens.get(at + 1).type() == TokenType.OPEN;
                yield isKeyword(token.text())
                        ? upper(token.text())
                        : called && functions.contains(SqliteNames.fold(token.text()))
                                ? SqliteNames.fold(token.text())
                                : token.text();
            }
            case QUOTED_NAME -> {
                String name = token.name().orElseThrow();
                yield at > 0 && tokens.get(at - 1).isWord("DEFAULT") ? string(name) : name(name);
            }
            default -> token.text();
        };
    }

    /** Returns the string that SQLite reads in a name behind DEFAULT. */
    private static String string(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    /** Returns a name, in quotes where it needs them. */
    static String name(String name) {
        return PLAIN.matcher(name).matches() && !isKeyword(name) ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static boolean isApart(List<SqlToken> tokens, int at) {
        SqlToken before = tokens.get(at - 1);
        SqlToken token = tokens.get(at);
        return switch (token.type()) {
            case CLOSE, COMMA, DOT, SEMICOLON -> false;
            case OPEN -> before.type() != TokenType.OPEN && !isName(before);
            case OTHER ->
                isOperand(before)
                        || (before.type() == TokenType.OTHER && !token.blank().isEmpty());
            default ->
                before.type() != TokenType.OPEN
                        && before.type() != TokenType.DOT
                        && !(before.type() == TokenType.OTHER && isSign(tokens, at - 1));
        };
    }

    private static boolean isName(SqlToken token) {
        return token.type() == TokenType.QUOTED_NAME || (token.type() == TokenType.WORD && !isKeyword(token.text()));
    }

    private static boolean isOperand(SqlToken token) {
        return token.type() != TokenType.OPEN && token.type() != TokenType.OTHER && token.type() != TokenType.DOT;
    }

    /** Tells whether it belongs to the number behind it. */
    private static boolean isSign(List<SqlToken> tokens, int at) {
        String text = tokens.get(at).text();
        if (!text.equals("-") && !text.equals("+") && !text.equals("~")) {
            return false;
        }
        if (at == 0) {
            return true;
        }
        SqlToken before = tokens.get(at - 1);
        return switch (before.type()) {
            case OPEN, COMMA, OTHER -> true;
            case WORD -> isKeyword(before.text());
            default -> false;
        };
    }
}
