package io.fastmigrate.lint.internal.rule.every;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.frame.ScriptPlan;
import io.fastmigrate.lint.internal.model.Statement;

/** X7. It has to be asked after all other rules, and says nothing where one of them knows why. */
public final class RefusedStatement implements Check {

    @Override
    public String id() {
        return "X7";
    }

    @Override
    public void refused(Statement statement, String error, Scope scope) {
        // Repeatable scripts run in an order that follows what they name, and are read here in that of their names.
        if (!scope.isKnownToFail(statement) && !scope.script().isRepeatable()) {
            scope.report(this, statement, "The database refuses the statement: " + error + ".");
        }
    }

    @Override
    public void end(Scope scope) {
        ScriptPlan.Refusal refusal = scope.plan().refused().orElse(null);
        if (refusal != null) {
            scope.report(
                    this,
                    refusal.position(),
                    "The script is refused before anything runs: " + refusal.message(),
                    refusal.advice());
        }
    }
}
