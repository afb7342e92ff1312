package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;

/** P9. The CHECK of a new column is compared with every row, too. */
public final class AddCheck implements Check {

    @Override
    public String id() {
        return "P9";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            alter.addedConstraints().stream()
                    .filter(constraint -> constraint.cursor().accept("CHECK") && !constraint.isNotValid())
                    .forEach(constraint -> report(alter, constraint.start(), statement, scope));
            alter.addedColumns().stream()
                    .filter(column -> column.isChecked() && !column.isThere(alter, scope))
                    .forEach(column -> report(alter, column.at("CHECK"), statement, scope));
        });
    }

    private void report(AlterTable alter, Token at, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "No one can read or write " + alter.table().shown()
                        + " until every row is checked and the script commits.");
    }
}
