package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.StrongLock;

/** P25. In a transaction the runner gives up a lock that is not free, and tries again; outside of one, it does not. */
public final class NoTimeout implements Check {

    private boolean timed;

    @Override
    public String id() {
        return "P25";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (scope.plan().isTransactional()) {
            return;
        }
        Cursor cursor = statement.cursor();
        if (cursor.accept("SET")) {
            cursor.accept("LOCAL");
            cursor.accept("SESSION");
            timed |= cursor.peek().is("lock_timeout");
        } else if (!timed) {
            StrongLock.of(statement, scope)
                    .ifPresent(lock -> scope.report(
                            this,
                            statement,
                            lock.table().token(),
                            "The statement runs outside the runner's transaction and waits for its lock without a limit; "
                                    + lock.waiting() + " of " + lock.table().shown() + " waits behind it."));
        }
    }
}
