package io.fastmigrate.lint.internal.rule.postgres.constraint;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.List;
import java.util.Optional;

/** P11. The server itself says whether a valid CHECK spares it the scan; one that the same statement drops does not. */
public final class SetNotNull implements Check {

    @Override
    public String id() {
        return "P11";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope).ifPresent(alter -> {
            for (List<Token> action : alter.actions()) {
                Cursor cursor = new Cursor(action);
                if (cursor.accept("ALTER")) {
                    cursor.accept("COLUMN");
                    Optional<Cursor.Name> column = cursor.name();
                    if (column.isPresent() && cursor.accept("SET", "NOT", "NULL")) {
                        find(alter, action, column.get(), statement, scope);
                    }
                }
            }
            alter.addedConstraints().stream()
                    .filter(constraint -> constraint.cursor().accept("NOT", "NULL") && !constraint.isNotValid())
                    .forEach(constraint -> report(alter, constraint.start(), statement, scope));
        });
    }

    private void find(AlterTable alter, List<Token> action, Cursor.Name column, Statement statement, Scope scope) {
        Optional<Effect> effect = scope.effect(alter.behindDrops(action));
        if (effect.isEmpty()) {
            scope.undecided(this);
        } else if (!effect.get().scanned().isEmpty()) {
            report(alter, column.token(), statement, scope);
        }
    }

    private void report(AlterTable alter, Token at, Statement statement, Scope scope) {
        scope.report(
                this,
                statement,
                at,
                "No one can read or write " + alter.table().shown()
                        + " until every row is searched for NULL and the script commits.");
    }
}
