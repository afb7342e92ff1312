package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import io.fastmigrate.lint.internal.sqlite.OneRowTable;

/** S10. SQLite is asked on a table with one row. A CHECK that names other columns depends on the rows that are there. */
public final class AddBrokenCheck implements Check {

    @Override
    public String id() {
        return "S10";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AddedColumn.of(statement)
                .filter(added -> scope.state().mayHaveRows(added.table()))
                .ifPresent(added -> added.column()
                        .find(Kind.CHECK)
                        .ifPresent(check -> OneRowTable.refusal(added.text())
                                .filter(error -> error.contains("CHECK constraint failed"))
                                .ifPresent(error -> scope.report(
                                        this,
                                        statement,
                                        check.keyword(),
                                        "The value that the rows of " + added.table() + " get in "
                                                + added.column().columnName() + " violates the column's CHECK."))));
    }
}
