package io.fastmigrate.lint.internal.rule.mysql.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.mysql.SlowAction;

/** M3. The server itself says whether it can keep the rows as they are. */
public final class ListChange implements Check {

    @Override
    public String id() {
        return "M3";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        for (SlowAction each : SlowAction.of(statement, scope)) {
            boolean known = each.alteration().isPresent();
            if (!known && each.action().changedColumn().isPresent()) {
                scope.undecided(this);
            } else if (known && each.kind() == SlowAction.Kind.LIST) {
                scope.report(
                        this,
                        statement,
                        each.action().changedColumn().orElseThrow().definition().get(0),
                        "The rows hold the places of their values in the old list. " + each.work() + ".");
            }
        }
    }
}
