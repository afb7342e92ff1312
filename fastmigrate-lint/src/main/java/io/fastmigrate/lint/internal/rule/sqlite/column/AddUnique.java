package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;

/** S8. */
public final class AddUnique implements Check {

    @Override
    public String id() {
        return "S8";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AddedColumn.of(statement)
                .ifPresent(added -> added.column()
                        .find(Kind.UNIQUE)
                        .or(() -> added.column().find(Kind.PRIMARY_KEY))
                        .ifPresent(key -> scope.report(
                                this,
                                statement,
                                key.keyword(),
                                "SQLite adds no column with " + (key.kind() == Kind.UNIQUE ? "UNIQUE" : "PRIMARY KEY")
                                        + ", not even to an empty table.")));
    }
}
