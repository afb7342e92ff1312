package io.fastmigrate.lint.internal.rule.sqlite.script;

import io.fastmigrate.Script;
import io.fastmigrate.internal.sql.token.NoTransactionMarker;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Statement;

/** S17. A script whose author asks for no transaction is not meant. */
public final class OutOfTransaction implements Check {

    private boolean reported;

    @Override
    public String id() {
        return "S17";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        String reason = scope.plan().reason();
        Script.Position position = scope.plan().position();
        if (!reported && isForced(scope) && statement.position().equals(position)) {
            reported = true;
            scope.report(this, statement, message(String.valueOf(reason)));
        }
    }

    @Override
    public void end(Scope scope) {
        String reason = scope.plan().reason();
        Script.Position position = scope.plan().position();
        if (!reported && isForced(scope) && reason != null && position != null) {
            scope.report(this, position, message(reason), RuleSheets.of(id()).safeWay());
        }
    }

    private static boolean isForced(Scope scope) {
        return !scope.plan().isTransactional()
                && !NoTransactionMarker.REASON.equals(scope.plan().reason());
    }

    private static String message(String reason) {
        return "The script runs statement by statement, and the statements before a failure stay applied: " + reason
                + ".";
    }
}
