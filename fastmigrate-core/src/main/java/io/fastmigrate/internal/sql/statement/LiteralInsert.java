package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.internal.sql.token.Words;

/**
 * Follows the tokens of one statement and finds out whether it inserts rows of literals and does nothing else: {@code
 * INSERT [OR IGNORE|OR REPLACE|OR ABORT] INTO name [(columns)] VALUES (literals), ...}. Not thread safe.
 */
final class LiteralInsert {

    private enum State {
        /** This is another statement, or one that only a whole parser could be sure of. */
        OTHER,
        BEGIN,
        VERB,
        OR,
        OR_WHAT,
        INTO,
        NAME,
        DOT,
        NAME_IN_SCHEMA,
        COLUMN,
        BEHIND_COLUMN,
        COLUMNS,
        VALUES,
        VALUE,
        SIGNED,
        BEHIND_VALUE,
        ROW,
        COMMA
    }

    private State state = State.BEGIN;
    private int rowsFrom;
    private int rowsTo;

    void begin() {
        state = State.BEGIN;
    }

    /** Tells whether the tokens so far are such a statement. */
    boolean isWhole() {
        return state == State.ROW;
    }

    /** Returns where the first row's parenthesis stands, counted from the statement's begin. */
    int rowsFrom() {
        return rowsFrom;
    }

    /** Returns the end of the last row, counted from the statement's begin. */
    int rowsTo() {
        return rowsTo;
    }

    void token(TokenType type, byte[] text, int base, int from, int to) {
        if (state != State.OTHER) {
            state = next(type, text, from, to);
            if (state == State.VALUE && rowsFrom < 0) {
                rowsFrom = from - base;
            } else if (state == State.ROW) {
                rowsTo = to - base;
            } else if (state == State.VALUES) {
                rowsFrom = -1;
            }
        }
    }

    private State next(TokenType type, byte[] text, int from, int to) {
        return switch (state) {
            case OTHER -> State.OTHER;
            case BEGIN, VERB, OR, OR_WHAT, INTO, NAME, DOT, NAME_IN_SCHEMA -> head(type, text, from, to);
            case COLUMN -> isName(type) ? State.BEHIND_COLUMN : State.OTHER;
            case BEHIND_COLUMN ->
                type == TokenType.COMMA ? State.COLUMN : type == TokenType.CLOSE ? State.COLUMNS : State.OTHER;
            case COLUMNS -> isWord(type, text, from, to, "VALUES") ? State.VALUES : State.OTHER;
            case VALUES, COMMA -> type == TokenType.OPEN ? State.VALUE : State.OTHER;
            case VALUE -> isLiteral(type, text, from, to) ? State.BEHIND_VALUE : sign(type, text, from, to);
            case SIGNED -> type == TokenType.NUMBER ? State.BEHIND_VALUE : State.OTHER;
            case BEHIND_VALUE ->
                type == TokenType.COMMA ? State.VALUE : type == TokenType.CLOSE ? State.ROW : State.OTHER;
            case ROW -> type == TokenType.COMMA ? State.COMMA : State.OTHER;
        };
    }

    private State head(TokenType type, byte[] text, int from, int to) {
        return switch (state) {
            case BEGIN ->
                isWord(type, text, from, to, "INSERT")
                        ? State.VERB
                        : isWord(type, text, from, to, "REPLACE") ? State.OR_WHAT : State.OTHER;
            case VERB ->
                isWord(type, text, from, to, "OR")
                        ? State.OR
                        : isWord(type, text, from, to, "INTO") ? State.INTO : State.OTHER;
            case OR -> isOrdinaryConflict(type, text, from, to) ? State.OR_WHAT : State.OTHER;
            case OR_WHAT -> isWord(type, text, from, to, "INTO") ? State.INTO : State.OTHER;
            case INTO -> isName(type) ? State.NAME : State.OTHER;
            case DOT -> isName(type) ? State.NAME_IN_SCHEMA : State.OTHER;
            case NAME -> type == TokenType.DOT ? State.DOT : behindName(type, text, from, to);
            default -> behindName(type, text, from, to);
        };
    }

    private static State behindName(TokenType type, byte[] text, int from, int to) {
        if (type == TokenType.OPEN) {
            return State.COLUMN;
        }
        return isWord(type, text, from, to, "VALUES") ? State.VALUES : State.OTHER;
    }

    /** With FAIL and ROLLBACK, rows that went in before the one that fails would stay, or all would go. */
    private static boolean isOrdinaryConflict(TokenType type, byte[] text, int from, int to) {
        return isWord(type, text, from, to, "IGNORE")
                || isWord(type, text, from, to, "REPLACE")
                || isWord(type, text, from, to, "ABORT");
    }

    private static boolean isName(TokenType type) {
        return type == TokenType.WORD || type == TokenType.QUOTED_NAME;
    }

    private static boolean isWord(TokenType type, byte[] text, int from, int to, String word) {
        return type == TokenType.WORD && Words.same(text, from, to, word);
    }

    /** Tells whether a token is a literal, a sign before it aside. */
    static boolean isLiteral(TokenType type, byte[] text, int from, int to) {
        return switch (type) {
            case STRING, NUMBER -> true;
            case WORD ->
                Words.same(text, from, to, "NULL")
                        || Words.same(text, from, to, "TRUE")
                        || Words.same(text, from, to, "FALSE");
            case OTHER -> to - from > 2 && (text[from] | 0x20) == 'x' && text[from + 1] == '\'';
            default -> false;
        };
    }

    private static State sign(TokenType type, byte[] text, int from, int to) {
        boolean sign = type == TokenType.OTHER && to - from == 1 && (text[from] == '-' || text[from] == '+');
        return sign ? State.SIGNED : State.OTHER;
    }
}
