package io.fastmigrate.lint.internal.rule.sqlite.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Constraint;
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
                .ifPresent(added -> {
                    added.column().find(Kind.CHECK).ifPresent(check -> check(added, check, statement, scope));
                    added.column().find(Kind.DEFAULT).ifPresent(value -> type(added, value, statement, scope));
                });
    }

    private void check(AddedColumn added, Constraint check, Statement statement, Scope scope) {
        OneRowTable.refusal(added.text())
                .filter(error -> error.contains("CHECK constraint failed"))
                .ifPresent(error -> report(added, check.keyword(), "CHECK", statement, scope));
    }

    private void type(AddedColumn added, Constraint value, Statement statement, Scope scope) {
        boolean strict = scope.schema(this)
                .flatMap(schema -> schema.table(added.table()))
                .filter(table -> table.options().contains("STRICT"))
                .isPresent();
        if (strict) {
            OneRowTable.refusalOfStrict(added.text())
                    .filter(error -> error.contains("type mismatch"))
                    .ifPresent(error -> report(added, value.keyword(), "type", statement, scope));
        }
    }

    private void report(AddedColumn added, Token at, String what, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "The value that the rows of " + added.table() + " get in "
                        + added.column().columnName() + " violates the column's " + what + ".");
    }
}
