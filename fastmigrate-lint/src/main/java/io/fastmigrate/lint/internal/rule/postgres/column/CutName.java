package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** P23. */
public final class CutName implements Check {

    /** In bytes. */
    private static final int LONGEST = 63;

    private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "COMMENT");

    @Override
    public String id() {
        return "P23";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (!DEFINING.contains(statement.verb())) {
            return;
        }
        for (Token token : statement.tokens()) {
            boolean name = token.type() == TokenType.WORD || token.type() == TokenType.QUOTED_NAME;
            byte[] bytes = token.unquoted().getBytes(StandardCharsets.UTF_8);
            if (name && bytes.length > LONGEST) {
                scope.report(
                        this,
                        statement,
                        token,
                        "The name has " + bytes.length + " bytes, and PostgreSQL cuts it to "
                                + new String(bytes, 0, LONGEST, StandardCharsets.UTF_8).replace("\uFFFD", "")
                                + " without an error: a second name with the same beginning is refused as taken, and code that"
                                + " reads the catalogs does not find it.");
            }
        }
    }
}
