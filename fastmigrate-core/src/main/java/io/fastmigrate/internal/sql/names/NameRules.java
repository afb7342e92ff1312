package io.fastmigrate.internal.sql.names;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.SqliteLexer;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one database writes and compares names.
 *
 * @param dialect null for SQLite
 */
record NameRules(@Nullable SqlDialect dialect) {

    /**
     * One token.
     *
     * @param text as written
     */
    record Token(TokenType type, String text) {

        /** Returns a bare word in upper case; empty for all else. */
        String word() {
            return type == TokenType.WORD ? text.toUpperCase(Locale.ROOT) : "";
        }

        boolean isName() {
            return type == TokenType.WORD || type == TokenType.QUOTED_NAME;
        }
    }

    /** Returns the tokens of a text, without white space and comments. */
    List<Token> tokens(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        Lexer lexer = dialect == null ? new SqliteLexer() : new DialectLexer(dialect);
        List<Token> tokens = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            if (lexer.type() != TokenType.SPACE) {
                tokens.add(new Token(lexer.type(), new String(bytes, at, end - at, StandardCharsets.UTF_8)));
            }
            at = end;
        }
        return tokens;
    }

    /** Returns a name in the one form in which the database compares names. */
    String fold(Token token) {
        boolean quoted = token.type() == TokenType.QUOTED_NAME;
        String name = quoted ? unquoted(token.text()) : token.text();
        if (dialect == null) {
            return SqliteNames.fold(name);
        }
        return switch (dialect) {
            case MYSQL, DUCKDB -> name.toLowerCase(Locale.ROOT);
            case POSTGRESQL -> quoted ? name : name.toLowerCase(Locale.ROOT);
            case H2, STANDARD -> quoted ? name : name.toUpperCase(Locale.ROOT);
        };
    }

    private static String unquoted(String text) {
        String inner = text.substring(1, text.length() - 1);
        String quote = text.substring(0, 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }

    /** Tells whether the bodies of routines and triggers stand in the statement itself, and are read when they are called. */
    boolean readsBodiesLate() {
        return dialect == null || dialect == SqlDialect.MYSQL;
    }

    /** Tells whether the bodies of routines are strings in a language that the statement names. */
    boolean hasBodiesInStrings() {
        return dialect == SqlDialect.POSTGRESQL;
    }
}
