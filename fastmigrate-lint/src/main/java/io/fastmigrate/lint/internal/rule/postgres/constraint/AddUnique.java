package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;

/** P12. */
public final class AddUnique implements Check {

    @Override
    public String id() {
        return "P12";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            alter.addedConstraints().stream()
                    .filter(constraint -> isKey(constraint.cursor()))
                    .filter(constraint -> !constraint.cursor().skipTo("USING", "INDEX")
                            || constraint.cursor().skipTo("USING", "INDEX", "TABLESPACE"))
                    .forEach(constraint -> report(alter, constraint.start(), statement, scope));
            alter.addedColumns().stream()
                    .filter(column -> (column.isUnique() || column.isPrimaryKey()) && !column.isThere(alter, scope))
                    .forEach(column ->
                            report(alter, column.at(column.isUnique() ? "UNIQUE" : "PRIMARY"), statement, scope));
        });
    }

    private static boolean isKey(Cursor cursor) {
        return cursor.accept("UNIQUE") || cursor.accept("PRIMARY");
    }

    private void report(AlterTable alter, Token at, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "No one can read or write " + alter.table().shown()
                        + " until the index of the constraint is built and the script commits.");
    }
}
