package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.CreateIndex;
import io.fastmigrate.lint.internal.postgres.RowChange;
import io.fastmigrate.lint.internal.postgres.StrongLock;
import org.jspecify.annotations.Nullable;

/** P17. */
public final class WorkUnderLock implements Check {

    private @Nullable StrongLock held;
    private int line;

    @Override
    public String id() {
        return "P17";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (!scope.plan().isTransactional()) {
            return;
        }
        StrongLock lock = held;
        if (lock != null && isLong(statement, scope)) {
            scope.report(
                    this,
                    statement,
                    capitalised(lock.waiting()) + " of " + lock.table().shown() + ", which line " + line
                            + " has locked, waits for this statement, too.");
        } else if (lock == null || !lock.readers()) {
            StrongLock.of(statement, scope).filter(StrongLock::readers).ifPresent(taken -> {
                held = taken;
                line = statement.position().line();
            });
        }
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Tells whether it reads or writes more rows than some that are written down. */
    private boolean isLong(Statement statement, Scope scope) {
        return switch (statement.verb()) {
            case "UPDATE", "DELETE" ->
                RowChange.of(statement)
                        .filter(change -> scope.isLive(change.table()) && !isOfFewRows(change, scope))
                        .isPresent();
            case "INSERT" -> isCopy(statement, scope);
            case "CREATE" ->
                CreateIndex.of(statement)
                        .filter(index -> scope.isLive(index.table()) && !index.only())
                        .isPresent();
            default -> false;
        };
    }

    private boolean isOfFewRows(RowChange change, Scope scope) {
        return change.isOfSomeValues()
                && scope.schema(this).map(change::isIndexed).orElse(true);
    }

    /** Tells whether rows come from a live table. */
    private static boolean isCopy(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        return cursor.skipTo("SELECT")
                && cursor.skipTo("FROM")
                && cursor.name().filter(scope::isLive).isPresent();
    }
}
