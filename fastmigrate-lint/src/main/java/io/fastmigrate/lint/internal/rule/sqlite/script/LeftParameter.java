package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;

/** S20. */
public final class LeftParameter implements Check {

    @Override
    public String id() {
        return "S20";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        for (Token token : statement.tokens()) {
            if (token.type() == TokenType.OTHER && isParameter(token.text())) {
                scope.report(
                        this,
                        statement,
                        token,
                        "The script fails before its first statement, because " + token.text()
                                + " is a parameter without a value.");
                return;
            }
        }
    }

    private static boolean isParameter(String text) {
        char first = text.charAt(0);
        return first == '?' || (text.length() > 1 && (first == ':' || first == '@' || first == '$'));
    }
}
