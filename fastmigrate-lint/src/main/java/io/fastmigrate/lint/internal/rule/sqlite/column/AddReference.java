package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Constraint;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import java.util.HashSet;
import java.util.Set;

/** S9. Where the script itself puts rows into the parent, the one that the default names is taken to be among them. */
public final class AddReference implements Check {

    private final Set<String> filled = new HashSet<>();

    @Override
    public String id() {
        return "S9";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (statement.facts().kind() == StatementKind.INSERT
                && statement.facts().name() != null) {
            filled.add(SqliteNames.fold(statement.facts().name()));
        }
        AddedColumn.of(statement)
                .filter(added -> scope.state().mayHaveRows(added.table())
                        && added.column().hasDefault())
                .ifPresent(added -> added.column()
                        .find(Kind.REFERENCES)
                        .filter(reference -> !isFilled(reference))
                        .ifPresent(reference -> scope.report(
                                this,
                                statement,
                                reference.keyword(),
                                "Every row of " + added.table() + " refers at once to the parent that the default of "
                                        + added.column().columnName()
                                        + " names; the script is rolled back where that is missing, and"
                                        + " SQLite refuses the statement where foreign keys are on.")));
    }

    private boolean isFilled(Constraint reference) {
        return new Cursor(reference.value())
                .name()
                .filter(parent -> filled.contains(SqliteNames.fold(parent.text())))
                .isPresent();
    }
}
