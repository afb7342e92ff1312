package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Constraint;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import io.fastmigrate.lint.internal.sqlite.OneRowTable;

/** S7. SQLite is asked on a table with one row. */
public final class AddComputedDefault implements Check {

    @Override
    public String id() {
        return "S7";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AddedColumn.of(statement)
                .filter(added -> scope.state().mayHaveRows(added.table()))
                .ifPresent(added -> {
                    Constraint computed = added.column()
                            .find(Kind.DEFAULT)
                            .or(() -> added.column().find(Kind.GENERATED))
                            .orElse(null);
                    if (computed != null) {
                        OneRowTable.refusal(added.text())
                                .filter(error -> error.contains("non-constant default") || error.contains("STORED"))
                                .ifPresent(error -> scope.report(
                                        this,
                                        statement,
                                        computed.keyword(),
                                        "SQLite refuses to add the column "
                                                + added.column().columnName() + " as soon as " + added.table()
                                                + " has a row: " + error + "."));
                    }
                });
    }
}
