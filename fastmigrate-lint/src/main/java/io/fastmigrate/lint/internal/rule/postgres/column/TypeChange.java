package io.fastmigrate.lint.internal.rule.postgres.column;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Effect;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import java.util.List;
import java.util.Optional;

/** P14. The server itself says whether the table is written again. */
public final class TypeChange implements Check {

    @Override
    public String id() {
        return "P14";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.ofLive(statement, scope)
                .ifPresent(alter -> alter.actions().forEach(action -> find(action, alter, statement, scope)));
    }

    private void find(List<Token> action, AlterTable alter, Statement statement, Scope scope) {
        Cursor cursor = new Cursor(action);
        if (!cursor.accept("ALTER")) {
            return;
        }
        cursor.accept("COLUMN");
        Optional<Cursor.Name> column = cursor.name();
        if (column.isEmpty() || !(cursor.accept("TYPE") || cursor.accept("SET", "DATA", "TYPE"))) {
            return;
        }
        Optional<Effect> effect = scope.effect(alter.alone(action));
        if (effect.isEmpty()) {
            scope.undecided(this);
            return;
        }
        String table = alter.table().shown();
        if (!effect.get().rewritten().isEmpty()) {
            scope.report(
                    this,
                    statement,
                    column.get().token(),
                    "Every row of " + table
                            + " is written again and all its indexes are built again, and no one can read or"
                            + " write the table until the script commits.");
        } else if (!effect.get().scanned().isEmpty()) {
            scope.report(
                    this,
                    statement,
                    column.get().token(),
                    "Every row of " + table
                            + " is read to check it or to build an index again, and no one can read or write"
                            + " the table until the script commits.");
        }
    }
}
