package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.RowChange;

/** P18. */
public final class WholeTableChange implements Check {

    @Override
    public String id() {
        return "P18";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        RowChange.of(statement)
                .filter(change -> change.isOfAllRows() && scope.isLive(change.table()))
                .ifPresent(change -> scope.report(
                        this,
                        statement,
                        "The " + (change.update() ? "UPDATE writes" : "DELETE removes") + " every row of "
                                + change.table().shown()
                                + " in one transaction: no one else can write any of them until it commits, and each leaves a"
                                + " dead one behind."));
    }
}
