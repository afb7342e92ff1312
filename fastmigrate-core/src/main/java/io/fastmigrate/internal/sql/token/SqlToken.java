package io.fastmigrate.internal.sql.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One token of SQLite's SQL.
 *
 * @param blank the white space and comments before it
 * @param text the token as it is written; empty in the last token of a text, which holds what stands behind all others
 */
public record SqlToken(TokenType type, String blank, String text) {

    /** Returns the tokens of a text. Put together again they are the text: nothing is left out or checked. */
    public static List<SqlToken> read(String sql) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        Lexer lexer = new SqliteLexer();
        List<SqlToken> tokens = new ArrayList<>();
        int blankStart = 0;
        int at = 0;
        while (at < bytes.length) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            if (lexer.type() != TokenType.SPACE) {
                tokens.add(new SqlToken(lexer.type(), decode(bytes, blankStart, at), decode(bytes, at, end)));
                blankStart = end;
            }
            at = end;
        }
        tokens.add(new SqlToken(TokenType.SPACE, decode(bytes, blankStart, at), ""));
        return tokens;
    }

    private static String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns the text that the tokens were read from. */
    public static String join(List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token.blank).append(token.text));
        return text.toString();
    }

    /** Tells whether this is the bare word, in any case. */
    public boolean isWord(String word) {
        return type == TokenType.WORD && SqliteNames.same(text, word);
    }

    /** Returns the name that is written here, without its quotes; empty if this can be no name. */
    public Optional<String> name() {
        return switch (type) {
            case WORD -> Optional.of(text);
            case QUOTED_NAME, STRING -> Optional.of(unquoted());
            default -> Optional.empty();
        };
    }

    private String unquoted() {
        String inner = text.substring(1, text.length() - 1);
        String quote = text.substring(0, 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }
}
