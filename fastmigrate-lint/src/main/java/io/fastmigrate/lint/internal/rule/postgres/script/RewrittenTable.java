package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.List;
import java.util.Set;

/** P20. */
public final class RewrittenTable implements Check {

    private static final Set<String> SETS = Set.of("LOGGED", "UNLOGGED", "TABLESPACE");

    @Override
    public String id() {
        return "P20";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("VACUUM")) {
            List<Token> options = cursor.group();
            boolean full = cursor.accept("FULL") || options.stream().anyMatch(token -> token.is("FULL"));
            while (cursor.accept("FREEZE") || cursor.accept("VERBOSE") || cursor.accept("ANALYZE")) {
                full |= cursor.accept("FULL");
            }
            if (full) {
                report(cursor, statement, scope);
            }
        } else if (cursor.accept("CLUSTER")) {
            cursor.group();
            cursor.accept("VERBOSE");
            report(cursor, statement, scope);
        } else {
            AlterTable.ofLive(statement, scope).ifPresent(alter -> {
                for (List<Token> tokens : alter.actions()) {
                    Cursor action = new Cursor(tokens);
                    if (action.accept("SET")
                            && SETS.contains(action.peek().word())
                            && !isSetAlready(action, alter.alone(tokens), scope)) {
                        report(alter.table(), action.peek(), statement, scope);
                    }
                }
            });
        }
    }

    private static boolean isSetAlready(Cursor action, String sql, Scope scope) {
        return !action.peek().is("TABLESPACE")
                && scope.effect(sql)
                        .filter(effect -> effect.rewritten().isEmpty())
                        .isPresent();
    }

    private void report(Cursor cursor, Statement statement, Scope scope) {
        Token at = statement.tokens().get(0);
        if (!cursor.hasNext()) {
            scope.report(
                    this, statement, at, "Every table is written again, and no one can read or write it in that time.");
            return;
        }
        cursor.name().filter(scope::isLive).ifPresent(table -> report(table, at, statement, scope));
    }

    private void report(Cursor.Name table, Token at, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "Every row of " + table.shown()
                        + " is written again, and no one can read or write the table in that time.");
    }
}
