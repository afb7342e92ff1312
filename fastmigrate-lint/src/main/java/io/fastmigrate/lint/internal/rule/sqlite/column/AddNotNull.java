package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;

/** S6. */
public final class AddNotNull implements Check {

    @Override
    public String id() {
        return "S6";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AddedColumn.of(statement).ifPresent(added -> {
            ColumnDefinition column = added.column();
            if (scope.state().mayHaveRows(added.table())
                    && !column.hasDefault()
                    && column.find(Kind.GENERATED).isEmpty()) {
                column.find(Kind.NOT_NULL)
                        .ifPresent(notNull -> scope.report(
                                this,
                                statement,
                                notNull.keyword(),
                                "SQLite refuses to add the NOT NULL column " + column.columnName()
                                        + " without a default as soon as " + added.table() + " has a row."));
            }
        });
    }
}
