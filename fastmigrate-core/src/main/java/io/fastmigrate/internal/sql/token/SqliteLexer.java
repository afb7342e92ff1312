package io.fastmigrate.internal.sql.token;

import java.util.Arrays;

/**
 * The tokens of SQLite, cut where <a href="https://sqlite.org/src/file/src/tokenize.c">its own tokenizer</a> cuts them.
 * Comments and white space are handed out in pieces, as far as the bytes at hand go; every other token in whole.
 */
public final class SqliteLexer implements Lexer {

    /** Classes of bytes; 0 is for those that begin no token. */
    private static final byte SPACE = 1;

    private static final byte LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte DOLLAR = 4;
    private static final byte VARIABLE = 5;
    private static final byte QUESTION = 6;
    private static final byte QUOTE = 7;
    private static final byte BRACKET = 8;
    private static final byte MINUS = 9;
    private static final byte SLASH = 10;
    private static final byte OPERATOR = 11;
    private static final byte POINT = 12;
    private static final byte HIGH = 13;

    private static final byte[] CLASSES = classes();
    private static final boolean[] IN_WORD = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            byte c = CLASSES[b];
            IN_WORD[b] = c == LETTER || c == DIGIT || c == DOLLAR || c == HIGH;
        }
    }

    private enum Comment {
        NONE,
        LINE,
        BLOCK
    }

    private Comment open = Comment.NONE;
    private TokenType type = TokenType.SPACE;
    private int innerFrom;
    private int innerTo;

    private static byte[] classes() {
        byte[] classes = new byte[256];
        fill(classes, " \t\n\f\r", SPACE);
        fill(classes, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", LETTER);
        fill(classes, "0123456789", DIGIT);
        fill(classes, "$", DOLLAR);
        fill(classes, "@:#", VARIABLE);
        fill(classes, "?", QUESTION);
        fill(classes, "'\"`", QUOTE);
        fill(classes, "[", BRACKET);
        fill(classes, "-", MINUS);
        fill(classes, "/", SLASH);
        fill(classes, "=<>!|", OPERATOR);
        fill(classes, ".", POINT);
        Arrays.fill(classes, 0x80, 0x100, HIGH);
        return classes;
    }

    private static void fill(byte[] classes, String characters, byte value) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] = value;
        }
    }

    @Override
    public TokenType type() {
        return type;
    }

    @Override
    public boolean isWithinComment() {
        return open != Comment.NONE;
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
        innerTo = 0;
        if (open != Comment.NONE) {
            int end = comment(text, start, limit, last);
            return end == start ? MORE : end;
        }
        int end = token(text, start, limit, last);
        // A token that touches the end of the bytes at hand may be longer than it looks.
        return end >= limit && !last && type != TokenType.SPACE && type != TokenType.SEMICOLON ? MORE : end;
    }

    private int token(byte[] text, int start, int limit, boolean last) {
        return switch (CLASSES[text[start] & 0xFF]) {
            case SPACE -> space(text, start + 1, limit);
            case LETTER -> word(text, start, limit, last);
            case HIGH -> high(text, start, limit, last);
            case DIGIT -> number(text, start, limit);
            case QUOTE -> quoted(text, start, limit);
            case BRACKET -> bracketed(text, start, limit);
            case MINUS -> minus(text, start, limit, last);
            case SLASH -> slash(text, start, limit, last);
            case POINT -> point(text, start, limit);
            case OPERATOR -> operator(text, start, limit);
            case DOLLAR, VARIABLE -> variable(text, start, limit);
            case QUESTION -> numbered(text, start + 1, limit);
            default -> single(text[start], start);
        };
    }

    private int single(byte b, int start) {
        type = switch (b) {
            case ';' -> TokenType.SEMICOLON;
            case '(' -> TokenType.OPEN;
            case ')' -> TokenType.CLOSE;
            case ',' -> TokenType.COMMA;
            default -> TokenType.OTHER;
        };
        return start + 1;
    }

    private int space(byte[] text, int from, int limit) {
        type = TokenType.SPACE;
        int i = from;
        while (i < limit && CLASSES[text[i] & 0xFF] == SPACE) {
            i++;
        }
        return i;
    }

    private int word(byte[] text, int start, int limit, boolean last) {
        if ((text[start] | 0x20) == 'x') {
            if (start + 1 == limit && !last) {
                return MORE;
            }
            if (start + 1 < limit && text[start + 1] == '\'') {
                return blob(text, start, limit);
            }
        }
        return restOfWord(text, start + 1, limit);
    }

    private int restOfWord(byte[] text, int from, int limit) {
        type = TokenType.WORD;
        int i = from;
        while (i < limit && IN_WORD[text[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    private int blob(byte[] text, int start, int limit) {
        int i = start + 2;
        while (i < limit && text[i] != '\'') {
            i++;
        }
        type = TokenType.OTHER;
        if (i >= limit) {
            unterminated(start + 2, limit);
        }
        return Math.min(i + 1, limit);
    }

    /** Where a token may begin, SQLite takes a byte order mark for white space; within a word it is a letter. */
    private int high(byte[] text, int start, int limit, boolean last) {
        if (text[start] == (byte) 0xEF) {
            if (limit - start < 3 && !last) {
                return MORE;
            }
            if (limit - start >= 3 && text[start + 1] == (byte) 0xBB && text[start + 2] == (byte) 0xBF) {
                type = TokenType.SPACE;
                return start + 3;
            }
        }
        return restOfWord(text, start + 1, limit);
    }

    private int quoted(byte[] text, int start, int limit) {
        byte quote = text[start];
        int i = start + 1;
        while (i < limit) {
            if (text[i++] == quote) {
                if (i < limit && text[i] == quote) {
                    i++;
                } else {
                    type = quote == '\'' ? TokenType.STRING : TokenType.QUOTED_NAME;
                    return i;
                }
            }
        }
        unterminated(start + 1, limit);
        return limit;
    }

    private void unterminated(int from, int to) {
        type = TokenType.UNTERMINATED;
        innerFrom = from;
        innerTo = to;
    }

    private int bracketed(byte[] text, int start, int limit) {
        int i = start + 1;
        while (i < limit && text[i] != ']') {
            i++;
        }
        type = TokenType.QUOTED_NAME;
        if (i >= limit) {
            unterminated(start + 1, limit);
        }
        return Math.min(i + 1, limit);
    }

    private int point(byte[] text, int start, int limit) {
        if (start + 1 < limit && CLASSES[text[start + 1] & 0xFF] == DIGIT) {
            return number(text, start, limit);
        }
        type = TokenType.DOT;
        return start + 1;
    }

    /** Letters that stick to a number make one token with it, which SQLite then refuses. */
    private int number(byte[] text, int start, int limit) {
        int i = digits(text, start, limit);
        if (i < limit && text[i] == '.') {
            i = digits(text, i + 1, limit);
        }
        if (i + 1 < limit && (text[i] | 0x20) == 'e' && (text[i + 1] == '+' || text[i + 1] == '-')) {
            if (i + 2 >= limit) {
                type = TokenType.NUMBER;
                return limit;
            }
            if (CLASSES[text[i + 2] & 0xFF] == DIGIT) {
                i += 3;
            }
        }
        int end = restOfWord(text, i, limit);
        type = TokenType.NUMBER;
        return end;
    }

    private static int digits(byte[] text, int from, int limit) {
        int i = from;
        while (i < limit && (CLASSES[text[i] & 0xFF] == DIGIT || text[i] == '_')) {
            i++;
        }
        return i;
    }

    private int numbered(byte[] text, int from, int limit) {
        type = TokenType.OTHER;
        int i = from;
        while (i < limit && CLASSES[text[i] & 0xFF] == DIGIT) {
            i++;
        }
        return i;
    }

    private int operator(byte[] text, int start, int limit) {
        type = TokenType.OTHER;
        if (start + 1 >= limit) {
            return limit;
        }
        byte next = text[start + 1];
        boolean two = switch (text[start]) {
            case '=', '!' -> next == '=';
            case '<' -> next == '=' || next == '>' || next == '<';
            case '>' -> next == '=' || next == '>';
            default -> next == '|';
        };
        return two ? start + 2 : start + 1;
    }

    private int minus(byte[] text, int start, int limit, boolean last) {
        type = TokenType.OTHER;
        if (start + 1 >= limit) {
            return limit;
        }
        if (text[start + 1] == '-') {
            open = Comment.LINE;
            return comment(text, start + 2, limit, last);
        }
        if (text[start + 1] != '>') {
            return start + 1;
        }
        return start + 2 < limit && text[start + 2] == '>' ? start + 3 : start + 2;
    }

    private int slash(byte[] text, int start, int limit, boolean last) {
        type = TokenType.OTHER;
        if (start + 1 >= limit) {
            return limit;
        }
        if (text[start + 1] != '*') {
            return start + 1;
        }
        if (start + 2 >= limit) {
            // SQLite opens a comment only where something follows; at the very end these are two operators.
            return last ? start + 1 : MORE;
        }
        open = Comment.BLOCK;
        return comment(text, start + 2, limit, last);
    }

    private int comment(byte[] text, int from, int limit, boolean last) {
        type = TokenType.SPACE;
        int i = from;
        if (open == Comment.LINE) {
            while (i < limit) {
                if (text[i++] == '\n') {
                    open = Comment.NONE;
                    return i;
                }
            }
            return limit;
        }
        while (i < limit) {
            if (text[i] == '*') {
                if (i + 1 >= limit) {
                    return last ? limit : i;
                }
                if (text[i + 1] == '/') {
                    open = Comment.NONE;
                    return i + 2;
                }
            }
            i++;
        }
        return limit;
    }

    /** Variables in the style of Tcl may hold a part in parentheses, and in it a semicolon. */
    private int variable(byte[] text, int start, int limit) {
        type = TokenType.OTHER;
        boolean named = false;
        int i = start + 1;
        while (i < limit) {
            byte b = text[i];
            if (IN_WORD[b & 0xFF]) {
                named = true;
                i++;
            } else if (b == '(' && named) {
                return parenthesized(text, i + 1, limit);
            } else if (b == ':' && i + 1 >= limit) {
                return limit;
            } else if (b == ':' && text[i + 1] == ':') {
                i += 2;
            } else {
                return i;
            }
        }
        return i;
    }

    private static int parenthesized(byte[] text, int from, int limit) {
        int i = from;
        while (i < limit && text[i] != ')' && CLASSES[text[i] & 0xFF] != SPACE) {
            i++;
        }
        return i < limit && text[i] == ')' ? i + 1 : i;
    }
}
