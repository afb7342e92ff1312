package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.AddedColumn;
import io.fastmigrate.lint.internal.postgres.AlterTable;

/** P2. */
public final class AddNotNull implements Check {

    @Override
    public String id() {
        return "P2";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.addedColumns().stream()
                        .filter(column -> isEmptyInOldRows(column) && !column.isThere(alter, scope))
                        .forEach(column -> scope.report(
                                this,
                                statement,
                                column.at("NOT"),
                                "The statement fails as soon as "
                                        + alter.table().shown() + " has one row, because that has no value for "
                                        + column.name().text() + "; it passes on an empty table alone.")));
    }

    private static boolean isEmptyInOldRows(AddedColumn column) {
        boolean valued = column.defaultValue().isPresent() && !column.hasNullDefault();
        return column.isNotNull() && !valued && !column.isSerial() && !column.isGenerated();
    }
}
