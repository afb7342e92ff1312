package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** X3. */
public final class ChangingValue implements Check {

    private static final Set<String> DATA = Set.of("INSERT", "UPDATE", "REPLACE", "WITH", "MERGE");

    private static final Set<String> WORDS =
            Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP");

    private static final Set<String> FUNCTIONS = Set.of(
            "RANDOM",
            "RANDOMBLOB",
            "NOW",
            "UUID",
            "GEN_RANDOM_UUID",
            "UUID_GENERATE_V4",
            "CLOCK_TIMESTAMP",
            "RAND",
            "SYSDATE");

    /** They are the time of day without an argument, and with the text 'now'. */
    private static final Set<String> TIMES =
            Set.of("DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH", "STRFTIME", "TIMEDIFF");

    @Override
    public String id() {
        return "X3";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        List<Token> tokens = DATA.contains(statement.verb()) ? statement.tokens() : query(statement);
        for (int i = 1; i < tokens.size(); i++) {
            if (changes(tokens, i)) {
                scope.report(
                        this,
                        statement,
                        tokens.get(i),
                        "Each database gets another value from " + tokens.get(i).text()
                                + ", so no two have the same rows, and a copy or a test differs from production.");
                return;
            }
        }
    }

    /** Returns the query whose rows a new table gets; nothing for any other statement. */
    private static List<Token> query(Statement statement) {
        Cursor cursor = statement.cursor();
        boolean table = cursor.accept("CREATE") && !cursor.peek().is("VIEW") && cursor.skipTo("TABLE");
        return table && cursor.skipTo("AS") ? cursor.rest() : List.of();
    }

    private static boolean changes(List<Token> tokens, int at) {
        String word = tokens.get(at).word();
        boolean part = tokens.get(at - 1).type() == TokenType.DOT;
        if (WORDS.contains(word)) {
            return !part;
        }
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).type() == TokenType.OPEN;
        if (part || !called) {
            return false;
        }
        return FUNCTIONS.contains(word) || (TIMES.contains(word) && isNow(tokens, at + 2));
    }

    private static boolean isNow(List<Token> tokens, int from) {
        int i = from;
        while (i < tokens.size() && tokens.get(i).type() != TokenType.CLOSE) {
            if (tokens.get(i).text().toLowerCase(Locale.ROOT).equals("'now'")) {
                return true;
            }
            i++;
        }
        return i == from;
    }
}
