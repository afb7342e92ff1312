package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.TokenDigest;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Most statements of a long script are {@code INSERT}s of literals whose text is, up to the first row, that of the one
 * before. Where it is, its tokens are known, and only the rows are read. Not thread safe.
 *
 * <p>Measured: without it, a script of 1,000,000 INSERTs takes 1.5 times as long, one of 100,000 twice as long.
 */
final class RepeatedInsert {

    /** What {@link #end} returns when the statement has to be read token by token. */
    static final int OTHER = -1;

    private static final int LONGEST_HEAD = 1024;
    private static final int LONGEST_ROWS = 8 * 1024;

    private final Lexer lexer;
    private final TokenDigest digest;
    private byte[] head = new byte[0];
    private byte[] tokens = new byte[0];
    private String text = "";
    private @Nullable StatementFacts facts;
    private int rowsTo;

    RepeatedInsert(Lexer lexer, TokenDigest digest) {
        this.lexer = lexer;
        this.digest = digest;
    }

    /** Returns the text up to the first row. */
    String head() {
        return text;
    }

    /** Returns what the head says of the statement; null before the first. */
    @Nullable
    StatementFacts facts() {
        return facts;
    }

    /** Returns the end of the last row of the statement that {@link #end} found, as an index into the text. */
    int rowsTo() {
        return rowsTo;
    }

    /** Keeps the head of a statement that was read token by token; false for one that is too long, or whose tokens have carriage returns. */
    boolean keep(byte[] source, int start, int length, StatementFacts found) {
        if (length > LONGEST_HEAD) {
            return false;
        }
        if (Arrays.equals(source, start, start + length, head, 0, head.length)) {
            return true;
        }
        byte[] first = Arrays.copyOfRange(source, start, start + length);
        byte[] normal = new byte[2 * length];
        int used = 0;
        for (int at = 0; at < length; ) {
            int end = lexer.scan(first, at, length, true);
            if (lexer.type() != TokenType.SPACE) {
                if (digest.normalizes(first, at, end)) {
                    return false;
                }
                System.arraycopy(first, at, normal, used, end - at);
                used += end - at;
                normal[used++] = 0;
            }
            at = end;
        }
        head = first;
        text = new String(head, StandardCharsets.UTF_8);
        facts = found;
        tokens = Arrays.copyOf(normal, used);
        return true;
    }

    /**
     * Returns the end of the statement that begins at {@code start}, behind its semicolon, if it begins with the head that is
     * kept and its rows hold nothing but literals; then its tokens are in the digest. Else {@link #OTHER}, with nothing done.
     */
    int end(byte[] source, int start, int limit) {
        int from = start + head.length;
        if (facts == null || from >= limit || source[from] != '(' || source[start] != head[0]) {
            return OTHER;
        }
        if (!Arrays.equals(source, start, from, head, 0, head.length)) {
            return OTHER;
        }
        digest.reserve(tokens.length + 2 * LONGEST_ROWS);
        int mark = digest.mark();
        digest.tokens(tokens);
        int end = rows(source, from, Math.min(limit, from + LONGEST_ROWS));
        if (end == OTHER) {
            digest.reset(mark);
        }
        return end;
    }

    private int rows(byte[] source, int from, int limit) {
        int at = from;
        while (at < limit && source[at] == '(') {
            digest.sign((byte) '(');
            at = row(source, at + 1, limit);
            if (at == OTHER) {
                return OTHER;
            }
            rowsTo = at;
            at = behindSpace(source, at, limit);
            if (at < limit && source[at] == ';') {
                return at + 1;
            }
            if (at >= limit || source[at] != ',') {
                return OTHER;
            }
            digest.sign((byte) ',');
            at = behindSpace(source, at + 1, limit);
        }
        return OTHER;
    }

    /** Returns the end of the row, behind its closing parenthesis. */
    private int row(byte[] source, int from, int limit) {
        int at = from;
        while (true) {
            at = behindSpace(source, at, limit);
            if (at + 1 < limit && (source[at] == '-' || source[at] == '+') && isDigit(source[at + 1])) {
                digest.sign(source[at++]);
            }
            int end = at < limit ? literal(source, at, limit) : OTHER;
            if (end == OTHER || digest.normalizes(source, at, end)) {
                return OTHER;
            }
            digest.token(source, at, end);
            at = behindSpace(source, end, limit);
            if (at >= limit) {
                return OTHER;
            }
            byte behind = source[at++];
            if (behind == ')') {
                digest.sign((byte) ')');
                return at;
            }
            if (behind != ',') {
                return OTHER;
            }
            digest.sign((byte) ',');
        }
    }

    private int literal(byte[] source, int from, int limit) {
        byte first = source[from];
        if (first == '\'') {
            return string(source, from + 1, limit);
        }
        int at = from;
        while (at < limit && isDigit(source[at])) {
            at++;
        }
        if (at > from && at < limit && (source[at] == ',' || source[at] == ')')) {
            return at;
        }
        return first == '/' || first == '-' ? OTHER : anyLiteral(source, from, limit);
    }

    private int anyLiteral(byte[] source, int from, int limit) {
        int end = lexer.scan(source, from, limit, false);
        return end != Lexer.MORE && LiteralInsert.isLiteral(lexer.type(), source, from, end) ? end : OTHER;
    }

    private static int string(byte[] source, int from, int limit) {
        int at = from;
        while (at < limit) {
            if (source[at++] == '\'') {
                if (at == limit) {
                    return OTHER;
                }
                if (source[at] != '\'') {
                    return at;
                }
                at++;
            }
        }
        return OTHER;
    }

    private static int behindSpace(byte[] source, int from, int limit) {
        int at = from;
        while (at < limit && (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
