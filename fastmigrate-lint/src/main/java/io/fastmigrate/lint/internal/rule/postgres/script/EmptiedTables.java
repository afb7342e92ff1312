package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/** P22. The use of a new enum value the runner takes out of the transaction itself. */
public final class EmptiedTables implements Check {

    @Override
    public String id() {
        return "P22";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        Cursor cursor = statement.cursor();
        Optional<Token> cascade = statement.find("CASCADE");
        if (!cursor.accept("TRUNCATE") || cascade.isEmpty()) {
            return;
        }
        cursor.accept("TABLE");
        cursor.accept("ONLY");
        Optional<Cursor.Name> table = cursor.name();
        if (table.isEmpty() || !scope.isLive(table.get())) {
            return;
        }
        List<String> others = scope.knownSchema().stream()
                .flatMap(schema -> schema.tables().stream())
                .filter(each -> !each.name().equals(table.get().text()))
                .filter(each -> each.foreignKeys().stream()
                        .anyMatch(key -> key.parent().equals(table.get().text())
                                || key.parent().endsWith("." + table.get().text())))
                .map(each -> each.name())
                .sorted()
                .toList();
        if (scope.knownSchema().isPresent() && others.isEmpty()) {
            return;
        }
        scope.report(
                this,
                statement,
                cascade.get(),
                others.isEmpty()
                        ? "All rows of every table with a foreign key to "
                                + table.get().shown() + " are lost, too."
                        : "All rows of " + String.join(", ", others) + " are lost, too, because of a foreign key to "
                                + table.get().shown() + ".");
    }
}
