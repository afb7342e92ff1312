package io.fastmigrate.lint.internal.rule.mysql.table;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.mysql.AlterTable;
import io.fastmigrate.lint.internal.mysql.SlowAction;

/** M4. The server itself says whether others can write in the meantime; without it, a foreign key, a number and a full-text index are known. */
public final class BlockedWriters implements Check {

    private boolean checksSet;

    @Override
    public String id() {
        return "M4";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        checksSet |= statement.verb().equals("SET") && statement.has("foreign_key_checks");
        SlowAction.of(statement, scope).forEach(each -> find(each, statement, scope));
        AlterTable.ofLive(statement, scope)
                .filter(alter -> !alter.actions().isEmpty())
                .flatMap(alter -> alter.clause("LOCK"))
                .filter(token -> token.is("SHARED") || token.is("EXCLUSIVE"))
                .ifPresent(token -> scope.report(
                        this,
                        statement,
                        token,
                        "Others wait until the statement is done, because it says so, even where the server could change the"
                                + " table beside them."));
    }

    private void find(SlowAction slow, Statement statement, Scope scope) {
        boolean ofEachRow = slow.kind() == SlowAction.Kind.OF_EACH_ROW;
        boolean locked = slow.alteration()
                .filter(way -> !way.copied() && !way.writable())
                .isPresent();
        if (slow.alteration().isEmpty() && ofEachRow && !isSlowAnyway(slow)) {
            scope.undecided(this);
        } else if (ofEachRow || (slow.kind() == SlowAction.Kind.OTHER && locked)) {
            scope.report(this, statement, slow.action().start(), slow.work() + ".");
        }
    }

    private boolean isSlowAnyway(SlowAction slow) {
        return slow.action().isForeignKey()
                ? !checksSet
                : slow.action().isSpecialIndex()
                        || slow.action().addedColumns().stream()
                                .anyMatch(column -> column.isNumbered() || column.isStored());
    }
}
