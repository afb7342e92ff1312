package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.HashSet;
import java.util.Set;

/** P10. */
public final class ValidatedAtOnce implements Check {

    private final Set<String> notValid = new HashSet<>();

    @Override
    public String id() {
        return "P10";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        if (!scope.plan().isTransactional()) {
            return;
        }
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            String table = alter.table().text();
            alter.addedConstraints().stream()
                    .filter(AlterTable.AddedConstraint::isNotValid)
                    .flatMap(constraint -> constraint.name().stream())
                    .forEach(name -> notValid.add(table + "." + name.text()));
            for (Cursor action : alter.cursors()) {
                if (action.accept("VALIDATE", "CONSTRAINT")) {
                    action.name()
                            .filter(name -> notValid.contains(table + "." + name.text()))
                            .ifPresent(name -> report(alter, name, statement, scope));
                }
            }
        });
    }

    private void report(AlterTable alter, Cursor.Name constraint, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                constraint.token(),
                "The lock with which " + constraint.text() + " was added lasts to the end of the transaction, so "
                        + alter.table().shown()
                        + " stays blocked while all its rows are checked: NOT VALID gains nothing.");
    }
}
