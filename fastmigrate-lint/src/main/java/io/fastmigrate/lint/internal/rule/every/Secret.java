package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** X5. */
public final class Secret implements Check {

    private static final Pattern NAME = Pattern.compile("(?i)password|passwd|pwd|secret|api_?key|access_?token");

    private static final Set<String> BEFORE_PASSWORD = Set.of("PASSWORD", "BY");

    @Override
    public String id() {
        return "X5";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        switch (statement.verb()) {
            case "INSERT", "REPLACE" -> insert(statement, scope);
            case "UPDATE" -> update(statement, scope);
            case "CREATE" -> user(statement, scope);
            case "ALTER" -> {
                user(statement, scope);
                if (statement.isOf("ALTER", "DEFAULT", "PRIVILEGES") && statement.has("GRANT")) {
                    granted(
                            statement,
                            "Every user of the database gets the right to all that is made from now on.",
                            scope);
                }
            }
            case "GRANT" -> granted(statement, "Every user of the database gets the right.", scope);
            default -> {}
        }
    }

    private void granted(Statement statement, String message, Scope scope) {
        List<Token> tokens = statement.tokens();
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).is("TO") && tokens.get(i).is("PUBLIC")) {
                scope.report(this, statement, tokens.get(i), message);
            }
        }
    }

    private void insert(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (!cursor.skipTo("INTO")) {
            return;
        }
        cursor.name();
        List<List<Token>> columns = Cursor.parts(cursor.group());
        if (!cursor.accept("VALUES")) {
            return;
        }
        List<List<Token>> values = cursor.hasNext() ? Cursor.parts(cursor.group()) : List.of();
        for (int i = 0; i < columns.size(); i++) {
            boolean given = i >= values.size() || isText(values.get(i));
            Token column = columns.get(i).isEmpty() ? null : columns.get(i).get(0);
            if (given && column != null && NAME.matcher(column.unquoted()).matches()) {
                report(statement, column, scope);
                return;
            }
        }
    }

    private static boolean isText(List<Token> value) {
        return value.size() == 1
                && value.get(0).type() == TokenType.STRING
                && value.get(0).text().length() > 2;
    }

    private void update(Statement statement, Scope scope) {
        List<Token> tokens = statement.tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean assigned = tokens.get(i + 1).isSign("=") && isText(tokens.subList(i + 2, i + 3));
            if (tokens.get(i).is("WHERE")) {
                return;
            }
            if (assigned && NAME.matcher(tokens.get(i).unquoted()).matches()) {
                report(statement, tokens.get(i), scope);
                return;
            }
        }
    }

    private void user(Statement statement, Scope scope) {
        List<Token> tokens = statement.tokens();
        boolean user =
                tokens.size() > 1 && (tokens.get(1).is("USER") || tokens.get(1).is("ROLE"));
        for (int i = 2; user && i < tokens.size(); i++) {
            if (tokens.get(i).type() == TokenType.STRING
                    && BEFORE_PASSWORD.contains(tokens.get(i - 1).word())) {
                report(statement, tokens.get(i), scope);
                return;
            }
        }
    }

    private void report(Statement statement, Token token, Scope scope) {
        scope.report(
                this,
                statement,
                token,
                "The script has a secret in plain text, and everyone who reads the repository has it.");
    }
}
