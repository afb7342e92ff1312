package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;

/** S9. */
public final class AddReference implements Check {

    @Override
    public String id() {
        return "S9";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AddedColumn.of(statement)
                .filter(added -> scope.state().mayHaveRows(added.table())
                        && added.column().hasDefault())
                .ifPresent(added -> added.column()
                        .find(Kind.REFERENCES)
                        .ifPresent(reference -> scope.report(
                                this,
                                statement,
                                reference.keyword(),
                                "Every row of " + added.table() + " refers at once to the parent that the default of "
                                        + added.column().columnName()
                                        + " names; the script is rolled back where that is missing, and"
                                        + " SQLite refuses the statement where foreign keys are on.")));
    }
}
