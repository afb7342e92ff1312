package io.fastmigrate.lint.internal.model;

import io.fastmigrate.internal.sql.token.DialectLexer;
import io.fastmigrate.internal.sql.token.Lexer;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.sql.token.SqliteLexer;
import io.fastmigrate.internal.sql.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cuts a statement into its tokens. */
public final class Tokens {

    private static final Set<String> ALWAYS_TRUE = Set.of("1", "true", "1 = 1", "1 == 1");

    private Tokens() {}

    /**
     * Returns the tokens of a text, without white space and comments.
     *
     * @param dialect null for SQLite
     */
    public static List<Token> of(String sql, @Nullable SqlDialect dialect) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        boolean plain = bytes.length == sql.length();
        boolean lower = dialect == SqlDialect.POSTGRESQL;
        Lexer lexer = dialect == null ? new SqliteLexer() : new DialectLexer(dialect);
        List<Token> tokens = new ArrayList<>();
        int offset = 0;
        for (int at = 0; at < bytes.length; ) {
            int end = lexer.scan(bytes, at, bytes.length, true);
            boolean blank = lexer.type() == TokenType.SPACE;
            if (plain) {
                if (!blank) {
                    tokens.add(new Token(lexer.type(), sql.substring(at, end), at, lower));
                }
            } else {
                String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
                if (!blank) {
                    tokens.add(new Token(lexer.type(), text, offset, lower));
                }
                offset += text.length();
            }
            at = end;
        }
        return tokens;
    }

    /** Tells whether a condition is true whatever a row has. */
    public static boolean isAlwaysTrue(List<Token> condition) {
        return ALWAYS_TRUE.contains(text(condition).toLowerCase(Locale.ROOT));
    }

    /** Returns the tokens as one text, with one blank between each two where one may stand. */
    public static String text(List<Token> tokens) {
        return tokens.stream()
                .map(Token::text)
                .collect(Collectors.joining(" "))
                .replace(" ( ", "(")
                .replace("( ", "(")
                .replace(" )", ")")
                .replace(" , ", ", ")
                .replace(" . ", ".");
    }
}
