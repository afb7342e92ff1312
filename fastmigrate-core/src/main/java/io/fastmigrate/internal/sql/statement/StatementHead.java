package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes in the tokens of one statement after another: keeps the first ones, behind {@code EXPLAIN} and a {@code WITH}
 * clause, and knows which semicolon ends the statement. Positions are kept relative to the statement's begin, because
 * the text may be moved in the meantime.
 */
final class StatementHead {

    /** Enough for the longest head that anything depends on. */
    private static final int KEPT = 12;

    private enum Trigger {
        NONE,
        HEADER,
        BODY,
        BEHIND_SEMICOLON,
        ENDED
    }

    private final TokenType[] types = new TokenType[KEPT];
    private final int[] from = new int[KEPT];
    private final int[] to = new int[KEPT];
    private byte[] lastToken = new byte[0];
    private String lastText = "";
    private int count;
    private boolean cut;
    private boolean explained;
    private boolean with;
    private int depth;
    private TokenType previous = TokenType.SPACE;
    private Trigger trigger = Trigger.NONE;

    void begin() {
        count = 0;
        cut = false;
        explained = false;
        with = false;
        depth = 0;
        previous = TokenType.SPACE;
        trigger = Trigger.NONE;
    }

    /**
     * Takes in the next token.
     *
     * @param base where the statement begins
     * @return whether the token ends the statement
     */
    boolean token(TokenType type, byte[] text, int base, int start, int end) {
        if (type == TokenType.SEMICOLON) {
            if (trigger == Trigger.BODY) {
                trigger = Trigger.BEHIND_SEMICOLON;
            }
            return trigger != Trigger.BEHIND_SEMICOLON;
        }
        if (count == KEPT && trigger == Trigger.NONE) {
            cut = true;
            return false;
        }
        if (trigger != Trigger.NONE) {
            follow(type, text, start, end);
        }
        if (with) {
            if (!endsWith(type, text, start, end)) {
                return false;
            }
            with = false;
        }
        keep(type, text, base, start, end);
        return false;
    }

    /** The first BEGIN may be a name, but then a real one follows before any semicolon. */
    private void follow(TokenType type, byte[] text, int start, int end) {
        if (trigger == Trigger.HEADER) {
            if (type == TokenType.WORD && Words.same(text, start, end, "BEGIN")) {
                trigger = Trigger.BODY;
            }
        } else if (trigger == Trigger.BEHIND_SEMICOLON) {
            boolean ends = type == TokenType.WORD && Words.same(text, start, end, "END");
            trigger = ends ? Trigger.ENDED : Trigger.BODY;
        } else {
            trigger = Trigger.BODY;
        }
    }

    /** Behind the closing parenthesis of a common table expression stands a comma or the statement proper. */
    private boolean endsWith(TokenType type, byte[] text, int start, int end) {
        boolean found = false;
        if (type == TokenType.OPEN) {
            depth++;
        } else if (type == TokenType.CLOSE) {
            depth--;
        } else {
            found = depth == 0
                    && previous == TokenType.CLOSE
                    && type == TokenType.WORD
                    && !Words.same(text, start, end, "AS");
        }
        previous = type;
        return found;
    }

    private void keep(TokenType type, byte[] text, int base, int start, int end) {
        if (count == KEPT) {
            cut = true;
            return;
        }
        if (type == TokenType.WORD && count == 0 && isPrefix(text, start, end)) {
            return;
        }
        types[count] = type;
        from[count] = start - base;
        to[count] = end - base;
        count++;
        if (count <= 3 && type == TokenType.WORD && trigger == Trigger.NONE && isTrigger(text, base)) {
            trigger = Trigger.HEADER;
        }
    }

    private boolean isPrefix(byte[] text, int start, int end) {
        if (Words.same(text, start, end, "EXPLAIN")) {
            explained = true;
            return true;
        }
        if (Words.same(text, start, end, "WITH")) {
            with = true;
            return true;
        }
        return explained && (Words.same(text, start, end, "QUERY") || Words.same(text, start, end, "PLAN"));
    }

    private boolean isTrigger(byte[] text, int base) {
        if (count < 2 || !is(text, base, 0, "CREATE")) {
            return false;
        }
        boolean temporary = is(text, base, 1, "TEMP") || is(text, base, 1, "TEMPORARY");
        return count == (temporary ? 3 : 2) && is(text, base, count - 1, "TRIGGER");
    }

    /** Tells whether the statement begins with EXPLAIN. */
    boolean isExplained() {
        return explained;
    }

    /** Tells whether the token at {@code index}, counted from 0, is this bare word. */
    boolean is(byte[] text, int base, int index, String word) {
        return index < count
                && types[index] == TokenType.WORD
                && Words.same(text, base + from[index], base + to[index], word);
    }

    /** Returns what kind of token stands at {@code index}; a semicolon behind the last. */
    TokenType type(int index) {
        return index < count ? types[index] : TokenType.SEMICOLON;
    }

    /** Tells whether the statement has no token at {@code index} or behind. */
    boolean endsAt(int index) {
        return index >= count && !cut;
    }

    /** Returns the token's text. One script names few tables many times, so the last text is kept. */
    String text(byte[] text, int base, int index) {
        int start = base + from[index];
        int end = base + to[index];
        if (!Arrays.equals(text, start, end, lastToken, 0, lastToken.length)) {
            lastToken = Arrays.copyOfRange(text, start, end);
            lastText = new String(lastToken, StandardCharsets.UTF_8);
        }
        return lastText;
    }
}
