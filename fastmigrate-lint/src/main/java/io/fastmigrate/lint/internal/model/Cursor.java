package io.fastmigrate.lint.internal.model;

import io.fastmigrate.internal.sql.token.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tokens from left to right. */
public final class Cursor {

    private static final Token NONE = new Token(TokenType.SPACE, "", 0, false);

    private final List<Token> tokens;
    private int at;

    public Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    public boolean hasNext() {
        return at < tokens.size();
    }

    /** Returns the next token and stays where it is; a token without text at the end. */
    public Token peek() {
        return peek(0);
    }

    /** Returns a token further on, counted from 0. */
    public Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : NONE;
    }

    public Token next() {
        Token next = peek();
        at++;
        return next;
    }

    /** Goes behind these words if all of them follow. */
    public boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    public boolean accept(TokenType type) {
        boolean is = peek().type() == type && hasNext();
        at += is ? 1 : 0;
        return is;
    }

    /** Goes behind the next one of these words, wherever it stands outside parentheses; false, at the end, without one. */
    public boolean skipTo(String... words) {
        while (hasNext()) {
            if (accept(words)) {
                return true;
            }
            skip();
        }
        return false;
    }

    /** Goes behind the next token, or behind what is in parentheses. */
    public void skip() {
        if (peek().type() == TokenType.OPEN) {
            group();
        } else {
            at++;
        }
    }

    /** Returns what is between the parentheses that follow, and goes behind them; nothing where none follow. */
    public List<Token> group() {
        if (peek().type() != TokenType.OPEN) {
            return List.of();
        }
        int depth = 0;
        int from = at + 1;
        do {
            depth += depth(next());
        } while (depth > 0 && hasNext());
        return tokens.subList(from, Math.max(from, depth == 0 ? at - 1 : at));
    }

    /** Returns the parentheses that follow and what is between them, and goes behind them; nothing where none follow. */
    public List<Token> parenthesised() {
        int from = at;
        group();
        return tokens.subList(Math.min(from, tokens.size()), Math.min(at, tokens.size()));
    }

    static int depth(Token token) {
        return token.type() == TokenType.OPEN ? 1 : token.type() == TokenType.CLOSE ? -1 : 0;
    }

    /** Reads a name, with the schema before it, if one follows. */
    public Optional<Name> name() {
        Token first = peek();
        if (first.name().isEmpty() && first.type() != TokenType.STRING) {
            return Optional.empty();
        }
        at++;
        String schema = null;
        Token last = first;
        while (peek().type() == TokenType.DOT && hasNext()) {
            at++;
            schema = text(last);
            last = next();
        }
        return Optional.of(new Name(schema, text(last), last));
    }

    private static String text(Token token) {
        return token.name().orElseGet(token::unquoted);
    }

    /** Returns the tokens from here to the end. */
    public List<Token> rest() {
        return tokens.subList(Math.min(at, tokens.size()), tokens.size());
    }

    /** Returns the tokens before a word that stands in no parentheses. */
    public static List<Token> until(List<Token> tokens, String word) {
        Cursor cursor = new Cursor(tokens);
        while (cursor.hasNext() && !cursor.peek().is(word)) {
            cursor.skip();
        }
        return tokens.subList(0, Math.min(cursor.at, tokens.size()));
    }

    /** Cuts tokens at the commas that stand in no parentheses. */
    public static List<List<Token>> parts(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depth(tokens.get(i));
            if (depth == 0 && tokens.get(i).type() == TokenType.COMMA) {
                parts.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        parts.add(tokens.subList(from, tokens.size()));
        return parts;
    }

    /**
     * A name.
     *
     * @param schema null where none is written
     * @param token the last one
     */
    public record Name(@Nullable String schema, String text, Token token) {

        /** Returns the name for messages, with the schema where that is written. */
        public String shown() {
            return schema == null ? text : schema + "." + text;
        }
    }
}
