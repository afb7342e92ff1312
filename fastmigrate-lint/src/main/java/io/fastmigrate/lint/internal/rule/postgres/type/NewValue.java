package io.fastmigrate.lint.internal.rule.postgres.type;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * P27. The runner takes a script that uses a new value out of its own transaction; one that the script begins remains. A statement uses
 * the value if it fails as soon as the value has another name.
 */
public final class NewValue implements Check {

    private static final Set<String> ROWS =
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "WITH", "TABLE");

    /** In characters. Longer statements are data. */
    private static final int LONGEST = 1_000_000;

    /** A value that the open transaction has added. */
    private record Added(String type, Token literal, int line) {

        String label() {
            return content(literal);
        }
    }

    private final List<Added> added = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private boolean begun;

    @Override
    public String id() {
        return "P27";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        switch (statement.verb()) {
            case "BEGIN", "START" -> begin(true);
            case "COMMIT", "END", "ROLLBACK", "ABORT" -> {
                if (!statement.has("TO")) {
                    begin(false);
                }
            }
            default -> {
                if (begun || scope.plan().isTransactional()) {
                    inTransaction(statement, scope);
                }
            }
        }
    }

    private void begin(boolean begins) {
        added.clear();
        made.clear();
        begun = begins;
    }

    private void inTransaction(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE", "TYPE")) {
            cursor.name().ifPresent(type -> made.add(quoted(type)));
        } else if (cursor.accept("ALTER", "TYPE")) {
            cursor.name().ifPresent(type -> add(quoted(type), cursor, statement));
        } else {
            for (Added value : added) {
                Optional<Token> at = mention(value, statement);
                if (at.isPresent() && scope.knownSchema().isEmpty()) {
                    scope.undecided(this);
                } else if (at.isPresent() && isUsed(value, statement, scope)) {
                    report(value, at.get(), statement, scope);
                    return;
                }
            }
        }
    }

    private void add(String type, Cursor cursor, Statement statement) {
        if (cursor.accept("ADD", "VALUE") && !made.contains(type)) {
            cursor.accept("IF", "NOT", "EXISTS");
            added.add(new Added(type, cursor.peek(), statement.position().line()));
        }
    }

    private static Optional<Token> mention(Added value, Statement statement) {
        return statement.tokens().stream()
                .filter(token ->
                        token.type() == TokenType.STRING && token.text().contains(value.label()))
                .findFirst();
    }

    private static boolean isUsed(Added value, Statement statement, Scope scope) {
        String use = ROWS.contains(statement.verb()) ? "EXPLAIN " + statement.text() : statement.text();
        String rename = "ALTER TYPE " + value.type() + " RENAME VALUE "
                + value.literal().text() + " TO 'fastmigrate_lint_trial'";
        return statement.text().length() <= LONGEST
                && scope.tryOut(rename).isEmpty()
                && scope.tryOut(use).isEmpty()
                && scope.tryOut(rename + "; " + use).isPresent();
    }

    /** The runner finds no use without the single quotes, and keeps such a script in its transaction. */
    @Override
    public void refused(Statement statement, String error, Scope scope) {
        for (Added value : added) {
            Optional<Token> at = mention(value, statement);
            if (at.isPresent() && content(at.get()).equals(value.label())) {
                report(value, at.get(), statement, scope);
                return;
            }
        }
    }

    private void report(Added value, Token at, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "PostgreSQL refuses " + value.literal().text() + ", because the transaction in which line "
                        + value.line() + " adds it to " + value.type().replace("\"", "")
                        + " has not committed: unsafe use of new value.");
    }

    /** Returns what stands between the quotes, of whatever kind they are. */
    private static String content(Token literal) {
        String text = literal.text();
        int from = text.indexOf(text.startsWith("$") ? '$' : '\'', text.startsWith("$") ? 1 : 0) + 1;
        int to = text.lastIndexOf(text.startsWith("$") ? "$" + text.substring(1, from) : "'");
        return from <= to ? text.substring(from, to) : text;
    }

    private static String quoted(Cursor.Name name) {
        return name.schema() == null ? quoted(name.text()) : quoted(name.schema()) + "." + quoted(name.text());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
