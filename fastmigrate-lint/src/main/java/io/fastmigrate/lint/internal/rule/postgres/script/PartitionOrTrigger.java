package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.StrongLock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** P21. A trigger that is made or dropped at the end of its script is locked for a moment alone, and is not reported. */
public final class PartitionOrTrigger implements Check {

    private @Nullable Statement trigger;
    private @Nullable StrongLock lock;

    @Override
    public String id() {
        return "P21";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        afterTrigger(statement, scope);
        AlterTable.of(statement).ifPresent(alter -> {
            for (Cursor action : alter.cursors()) {
                if (action.accept("ATTACH", "PARTITION")) {
                    action.name().ifPresent(partition -> attach(partition, statement, scope));
                }
            }
        });
        boolean isTrigger = statement.isOf("DROP", "TRIGGER")
                || statement.isOf("CREATE", "TRIGGER")
                || statement.isOf("CREATE", "CONSTRAINT", "TRIGGER")
                || statement.isOf("CREATE", "OR", "REPLACE", "TRIGGER");
        if (isTrigger && trigger == null && scope.plan().isTransactional()) {
            lock = StrongLock.of(statement, scope).orElse(null);
            trigger = lock == null ? null : statement;
        }
    }

    private void afterTrigger(Statement statement, Scope scope) {
        Statement before = trigger;
        StrongLock held = lock;
        if (before == null || held == null) {
            return;
        }
        boolean work = switch (statement.verb()) {
            case "UPDATE", "DELETE", "INSERT", "MERGE", "WITH", "COPY" -> true;
            default -> false;
        };
        if (work) {
            Token at = before.tokens().get(0);
            scope.report(
                    this,
                    before,
                    at,
                    capitalised(held.waiting()) + " of " + held.table().shown()
                            + " waits from here on until the script, which goes on with other work, commits.");
            trigger = null;
            lock = null;
        }
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private void attach(Cursor.Name partition, Statement statement, Scope scope) {
        Optional<Effect> effect = scope.effect(statement.text());
        if (effect.isEmpty()) {
            if (scope.isLive(partition)) {
                scope.undecided(this);
            }
            return;
        }
        effect.get().scanned().stream()
                .filter(table -> scope.isLive(name(table, partition.token())))
                .forEach(table -> scope.report(
                        this,
                        statement,
                        partition.token(),
                        "No one can read or write " + table + " until every row of it is compared with the bounds."));
    }

    private static Cursor.Name name(String shown, Token token) {
        int dot = shown.indexOf('.');
        return dot < 0
                ? new Cursor.Name(null, shown, token)
                : new Cursor.Name(shown.substring(0, dot), shown.substring(dot + 1), token);
    }
}
