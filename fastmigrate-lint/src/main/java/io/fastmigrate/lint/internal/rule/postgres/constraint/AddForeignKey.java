package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.Optional;

/** P8. PostgreSQL looks up no values of a new column, but for one with a default, be it NULL, or beside a new constraint. */
public final class AddForeignKey implements Check {

    @Override
    public String id() {
        return "P8";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            alter.addedConstraints().stream()
                    .filter(constraint -> constraint.cursor().accept("FOREIGN") && !constraint.isNotValid())
                    .forEach(constraint -> {
                        Cursor cursor = constraint.cursor();
                        cursor.skipTo("REFERENCES");
                        report(alter, constraint.start(), cursor.name(), statement, scope);
                    });
            boolean constraint = !alter.addedConstraints().isEmpty();
            alter.addedColumns().stream()
                    .filter(column -> column.isReferencing()
                            && (constraint || column.defaultValue().isPresent())
                            && !column.isThere(alter, scope))
                    .forEach(column -> {
                        Cursor cursor = new Cursor(column.definition());
                        cursor.skipTo("REFERENCES");
                        report(alter, column.at("REFERENCES"), cursor.name(), statement, scope);
                    });
        });
    }

    private void report(AlterTable alter, Token at, Optional<Cursor.Name> parent, Statement statement, Scope scope) {
        String other = parent.filter(scope::isLive)
                .map(name -> " and " + name.shown())
                .filter(name -> !name.equals(" and " + alter.table().shown()))
                .orElse("");
        scope.report(
                this,
                statement,
                at,
                "Every INSERT, UPDATE and DELETE on " + alter.table().shown() + other
                        + " waits until all rows are looked up and the script commits.");
    }
}
