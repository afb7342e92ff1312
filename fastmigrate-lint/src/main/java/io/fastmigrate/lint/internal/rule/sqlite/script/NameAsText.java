package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** S12. SQLite itself decides: a statement with backticks in the place of double quotes has to prepare as well. */
public final class NameAsText implements Check {

    /** Behind these words stands no column. */
    private static final Set<String> BEFORE_OTHERS =
            Set.of("INTO", "UPDATE", "FROM", "JOIN", "TABLE", "INDEX", "VIEW", "AS", "EXISTS", "REFERENCES", "ON");

    /** In characters. Longer ones are data. */
    private static final int LONGEST = 1_000_000;

    @Override
    public String id() {
        return "S12";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (statement.text().indexOf('"') < 0 || statement.text().length() > LONGEST) {
            return;
        }
        List<Token> tokens = statement.tokens();
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i).isDoubleQuoted() && tokens.get(i - 1).is("DEFAULT") && isDefinition(statement)) {
                report(statement, tokens.get(i), "a DEFAULT cannot name a column", scope);
            }
        }
        int first = first(statement);
        if (first >= 0) {
            tryOut(statement, first, scope);
        }
    }

    private static boolean isDefinition(Statement statement) {
        StatementKind kind = statement.facts().kind();
        return kind == StatementKind.CREATE_TABLE || kind == StatementKind.ALTER_TABLE;
    }

    /** Returns the first token of what SQLite prepares as a whole; -1 where it does not. */
    private static int first(Statement statement) {
        return switch (statement.facts().kind()) {
            case UPDATE, DELETE, SELECT, CREATE_INDEX, CREATE_TABLE, CREATE_TABLE_AS -> 0;
            case INSERT -> behindColumns(statement);
            // SQLite looks up the names in a view only once it is used.
            case CREATE_VIEW -> definition(statement.tokens());
            default -> -1;
        };
    }

    private static int definition(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("AS")) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Returns the first token behind the list of columns; its names are always names. */
    private static int behindColumns(Statement statement) {
        Cursor cursor = statement.cursor();
        if (cursor.peek().is("WITH") || !cursor.skipTo("INTO")) {
            return 0;
        }
        cursor.name();
        cursor.group();
        return statement.tokens().size() - cursor.rest().size();
    }

    private void tryOut(Statement statement, int first, Scope scope) {
        List<Token> tokens = statement.tokens();
        List<Token> names = names(tokens, first);
        if (names.isEmpty() || scope.schema(this).isEmpty()) {
            return;
        }
        int from = statement.facts().kind() == StatementKind.CREATE_VIEW ? first : 0;
        if (missing(statement, from, names, scope).isEmpty()
                || scope.tryOut(text(tokens, from, List.of())).isPresent()) {
            return;
        }
        for (Token name : names) {
            if (missing(statement, from, List.of(name), scope).isPresent()) {
                report(statement, name, "there is no such column", scope);
            }
        }
    }

    private static Optional<String> missing(Statement statement, int from, List<Token> names, Scope scope) {
        return scope.tryOut(text(statement.tokens(), from, names)).filter(error -> error.contains("no such column"));
    }

    private static List<Token> names(List<Token> tokens, int first) {
        List<Token> names = new ArrayList<>();
        for (int i = Math.max(first, 1); i < tokens.size(); i++) {
            Token before = tokens.get(i - 1);
            boolean part = before.type() == TokenType.DOT
                    || (i + 1 < tokens.size() && tokens.get(i + 1).type() == TokenType.DOT);
            if (tokens.get(i).isDoubleQuoted()
                    && !part
                    && !before.is("DEFAULT")
                    && !BEFORE_OTHERS.contains(before.word())) {
                names.add(tokens.get(i));
            }
        }
        return names;
    }

    private static String text(List<Token> tokens, int from, List<Token> inBackticks) {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens.subList(from, tokens.size())) {
            boolean changed = inBackticks.contains(token);
            text.append(changed ? '`' + token.unquoted().replace("`", "``") + '`' : token.text())
                    .append(' ');
        }
        return text.toString();
    }

    private void report(Statement statement, Token token, String why, Scope scope) {
        scope.report(this, statement, token, "SQLite reads " + token.text() + " as a string, because " + why + ".");
    }
}
