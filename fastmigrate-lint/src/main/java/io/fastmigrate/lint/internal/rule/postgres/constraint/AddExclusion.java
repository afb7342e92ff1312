package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.AlterTable;

/** P13. */
public final class AddExclusion implements Check {

    @Override
    public String id() {
        return "P13";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.addedConstraints().stream()
                        .filter(constraint -> constraint.cursor().accept("EXCLUDE"))
                        .forEach(constraint -> scope.report(
                                this,
                                statement,
                                constraint.start(),
                                "No one can read or write " + alter.table().shown()
                                        + " until the index of the constraint is built and all rows are compared.")));
    }
}
