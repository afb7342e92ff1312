package io.fastmigrate.lint.internal.model;

import io.fastmigrate.internal.sql.token.TokenType;
import java.util.Locale;
import java.util.Optional;

/**
 * One token of a statement.
 *
 * @param text as it is written
 * @param offset of its first character in the statement's text, counted from 0
 * @param lower whether its database makes the letters of bare names small
 */
public record Token(TokenType type, String text, int offset, boolean lower) {

    /** Returns where it ends: behind its last character in the statement's text. */
    public int end() {
        return offset + text.length();
    }

    /** Tells whether this is the bare word, in any case. */
    public boolean is(String word) {
        return type == TokenType.WORD && text.equalsIgnoreCase(word);
    }

    /** Tells whether this is the operator or sign. */
    public boolean isSign(String sign) {
        return type != TokenType.WORD && type != TokenType.STRING && text.equals(sign);
    }

    public boolean isDoubleQuoted() {
        return type == TokenType.QUOTED_NAME && text.charAt(0) == '"';
    }

    /** Returns a bare word in capitals; empty text for all else. */
    public String word() {
        return type == TokenType.WORD ? text.toUpperCase(Locale.ROOT) : "";
    }

    /** Returns the name that is written here, without its quotes; empty if this can be no name. */
    public Optional<String> name() {
        return switch (type) {
            case WORD -> Optional.of(lower ? text.toLowerCase(Locale.ROOT) : text);
            case QUOTED_NAME -> Optional.of(unquoted());
            default -> Optional.empty();
        };
    }

    /** Returns what stands between the quotes; the text itself where there are none. */
    public String unquoted() {
        if (type != TokenType.QUOTED_NAME && type != TokenType.STRING) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        String quote = text.substring(0, 1);
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }
}
