package io.fastmigrate.internal.sql.token;

import io.fastmigrate.internal.sql.token.SqlDialect.Lexis;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tokens of databases other than SQLite. Comments and white space are handed out in pieces, as far as the bytes at hand
 * go; every other token in whole, what MySQL carries out of a comment too.
 */
public final class DialectLexer implements Lexer {

    private static final byte[] SEMICOLON = {';'};

    /** In bytes: what has to be seen to know which kind of comment begins. */
    private static final int LONGEST_OPENING = 4;

    private final SqlDialect dialect;
    private byte[] delimiter = SEMICOLON;
    private TokenType type = TokenType.SPACE;
    private boolean last;
    private boolean inLine;
    /** How many comments that end with a sign are open, one within the other. */
    private int depth;

    private int innerFrom;
    private int innerTo;

    public DialectLexer(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** Says what ends a statement from here on, instead of the semicolon. */
    public void delimiter(String text) {
        delimiter = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public TokenType type() {
        return type;
    }

    @Override
    public boolean isWithinComment() {
        return inLine || depth > 0;
    }

    @Override
    public int innerFrom() {
        return innerFrom;
    }

    @Override
    public int innerTo() {
        return innerTo;
    }

    @Override
    public int scan(byte[] text, int start, int limit, boolean last) {
        this.last = last;
        if (isWithinComment()) {
            int end = comment(text, start, limit);
            return end == start ? more(0, 0) : end;
        }
        byte b = text[start];
        if (isSpace(b)) {
            return space(text, start, limit);
        }
        boolean opens = b == '-' || b == '/';
        if (!last && limit - start < (opens ? Math.max(LONGEST_OPENING, delimiter.length) : delimiter.length)) {
            return more(0, 0);
        }
        if (isDelimiter(text, start, limit)) {
            type = TokenType.SEMICOLON;
            return start + delimiter.length;
        }
        int end = token(text, start, limit);
        // A token that touches the end of the bytes at hand may be longer than it looks.
        if (end < limit || last || type == TokenType.SPACE) {
            return end;
        }
        return switch (type) {
            case UNTERMINATED -> more(innerFrom, innerTo);
            case NUMBER -> more(start + 2, limit - delimiter.length); // bytes in hexadecimal
            default -> more(0, 0);
        };
    }

    private int more(int from, int to) {
        innerFrom = from;
        innerTo = to;
        return MORE;
    }

    private int space(byte[] text, int start, int limit) {
        type = TokenType.SPACE;
        int i = start + 1;
        while (i < limit && isSpace(text[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    private boolean isDelimiter(byte[] text, int at, int limit) {
        int end = at + delimiter.length;
        return end <= limit && Arrays.equals(text, at, end, delimiter, 0, delimiter.length);
    }

    private int token(byte[] text, int start, int limit) {
        byte b = text[start];
        byte next = start + 1 < limit ? text[start + 1] : 0;
        if (beginsLineComment(b, next, text, start, limit)) {
            inLine = true;
            return comment(text, start, limit);
        }
        if (b == '/' && next == '*') {
            if (dialect.has(Lexis.EXECUTABLE_COMMENTS) && isExecutable(text, start + 2, limit)) {
                return executable(text, start, limit);
            }
            depth = 1;
            return comment(text, start + 2, limit);
        }
        if (b == '\'') {
            return quoted(text, start, limit, dialect.has(Lexis.BACKSLASHES), TokenType.STRING);
        }
        if (b == '"') {
            boolean name = dialect.has(Lexis.DOUBLE_QUOTED_NAMES);
            return quoted(text, start, limit, !name, name ? TokenType.QUOTED_NAME : TokenType.STRING);
        }
        if (b == '`' && dialect.has(Lexis.BACKTICKS)) {
            return quoted(text, start, limit, false, TokenType.QUOTED_NAME);
        }
        if ((b == 'e' || b == 'E') && next == '\'' && dialect.has(Lexis.ESCAPE_STRINGS)) {
            return escapeString(text, start + 1, limit);
        }
        if (b == '$') {
            return dollar(text, start, limit);
        }
        if (isDigit(b)) {
            return number(text, start, limit);
        }
        return isInWord(b) ? word(text, start, limit) : sign(text, start, limit);
    }

    private boolean beginsLineComment(byte b, byte next, byte[] text, int start, int limit) {
        if (b == '#') {
            return dialect.has(Lexis.HASH_COMMENTS);
        }
        if (b == '/' && next == '/') {
            return dialect.has(Lexis.SLASH_COMMENTS);
        }
        if (b != '-' || next != '-') {
            return false;
        }
        int behind = start + 2;
        return !dialect.has(Lexis.SPACE_AFTER_DASHES) || behind >= limit || (text[behind] >= 0 && text[behind] <= ' ');
    }

    /** Goes on in the comment that is open, up to its end or that of the bytes at hand. */
    private int comment(byte[] text, int from, int limit) {
        type = TokenType.SPACE;
        if (inLine) {
            int end = line(text, from, limit);
            inLine = text[end - 1] != '\n';
            return end;
        }
        boolean nests = dialect.has(Lexis.NESTED_COMMENTS);
        int i = from;
        while (i < limit) {
            byte b = text[i];
            if (b != '*' && b != '/') {
                i++;
                continue;
            }
            if (i + 1 == limit && !last) {
                return i;
            }
            i = behindSign(text, i, limit, nests);
            if (depth == 0) {
                return i;
            }
        }
        return limit;
    }

    private static int line(byte[] text, int start, int limit) {
        int i = start;
        while (i < limit && text[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, limit);
    }

    /** Goes behind one character of a comment, or behind what opens or closes one. */
    private int behindSign(byte[] text, int i, int limit, boolean nests) {
        byte next = i + 1 < limit ? text[i + 1] : 0;
        if (text[i] == '*' && next == '/') {
            depth--;
            return i + 2;
        }
        if (nests && text[i] == '/' && next == '*') {
            depth++;
            return i + 2;
        }
        return i + 1;
    }

    private int executable(byte[] text, int start, int limit) {
        depth = 1;
        int i = start + 2;
        while (i < limit && depth > 0) {
            if (depth == 1 && (text[i] == '\'' || text[i] == '"' || text[i] == '`')) {
                i = quoted(text, i, limit, text[i] != '`', TokenType.OTHER);
            } else if (depth == 1 && beginsLineComment(text[i], i + 1 < limit ? text[i + 1] : 0, text, i, limit)) {
                i = line(text, i, limit);
            } else {
                i = behindSign(text, i, limit, true);
            }
        }
        type = depth == 0 ? TokenType.OTHER : TokenType.UNTERMINATED;
        innerTo = 0;
        depth = 0;
        return i;
    }

    private static boolean isExecutable(byte[] text, int at, int limit) {
        return (at < limit && text[at] == '!') || (at + 1 < limit && text[at] == 'M' && text[at + 1] == '!');
    }

    /**
     * Finds the end of what is quoted.
     *
     * @param open where the opening quote stands
     */
    private int quoted(byte[] text, int open, int limit, boolean backslashes, TokenType closed) {
        byte quote = text[open];
        int i = open + 1;
        while (i < limit) {
            byte b = text[i++];
            if (b == '\\' && backslashes) {
                i++;
            } else if (b == quote) {
                if (i < limit && text[i] == quote) {
                    i++;
                } else {
                    type = closed;
                    return i;
                }
            }
        }
        unterminated(open + 1, i > limit ? limit - 1 : limit);
        return limit;
    }

    private void unterminated(int from, int to) {
        type = TokenType.UNTERMINATED;
        innerFrom = from;
        innerTo = to;
    }

    /** It goes on, with backslashes, in a string that begins on a later line with nothing but space between the two. */
    private int escapeString(byte[] text, int open, int limit) {
        int end = quoted(text, open, limit, true, TokenType.STRING);
        while (type == TokenType.STRING) {
            int next = end;
            boolean newLine = false;
            while (next < limit && isSpace(text[next])) {
                newLine |= text[next] == '\n' || text[next] == '\r';
                next++;
            }
            if (next >= limit && !last) {
                return limit;
            }
            if (next >= limit || !newLine || text[next] != '\'') {
                return end;
            }
            end = quoted(text, next, limit, true, TokenType.STRING);
        }
        return end;
    }

    private int dollar(byte[] text, int start, int limit) {
        int tagEnd = start + 1;
        if (dialect.has(Lexis.DOLLAR_QUOTES)) {
            while (isInTag(text, start, tagEnd, limit)) {
                tagEnd++;
            }
        } else if (!dialect.has(Lexis.PLAIN_DOLLAR_QUOTES)) {
            return word(text, start, limit);
        }
        if (tagEnd >= limit || text[tagEnd] != '$') {
            type = TokenType.OTHER;
            return tagEnd;
        }
        int length = tagEnd + 1 - start;
        for (int i = tagEnd + 1; i + length <= limit; i++) {
            if (Arrays.equals(text, i, i + length, text, start, start + length)) {
                type = TokenType.STRING;
                return i + length;
            }
        }
        unterminated(tagEnd + 1, limit - length);
        return limit;
    }

    /** A tag begins as a name does: {@code $1} is a parameter. */
    private static boolean isInTag(byte[] text, int start, int at, int limit) {
        boolean first = at == start + 1;
        return at < limit && text[at] != '$' && isInWord(text[at]) && !(first && isDigit(text[at]));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isInWord(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || isDigit(b) || b == '$' || b < 0;
    }

    private int word(byte[] text, int start, int limit) {
        type = TokenType.WORD;
        int i = start;
        while (i < limit
                && isInWord(text[i])
                && !(delimiter != SEMICOLON && i > start && isDelimiter(text, i, limit))) {
            i++;
        }
        return i;
    }

    private int number(byte[] text, int start, int limit) {
        int i = word(text, start, limit);
        if (i < limit && text[i] == '.') {
            i = word(text, i + 1, limit);
        }
        type = TokenType.NUMBER;
        return i;
    }

    private int sign(byte[] text, int start, int limit) {
        byte next = start + 1 < limit ? text[start + 1] : 0;
        type = switch (text[start]) {
            case '(' -> TokenType.OPEN;
            case ')' -> TokenType.CLOSE;
            case ',' -> TokenType.COMMA;
            case '.' -> TokenType.DOT;
            default -> TokenType.OTHER;
        };
        boolean two = switch (text[start]) {
            case '=', '!' -> next == '=';
            case '<' -> next == '=' || next == '>' || next == '<';
            case '>' -> next == '=' || next == '>';
            case '|' -> next == '|';
            default -> false;
        };
        return two ? start + 2 : start + 1;
    }
}
