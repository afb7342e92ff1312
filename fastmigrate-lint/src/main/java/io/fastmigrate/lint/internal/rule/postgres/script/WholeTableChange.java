package io.fastmigrate.lint.internal.rule.postgres.script;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.postgres.AlterTable;
import io.fastmigrate.lint.internal.postgres.RowChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** P18. */
public final class WholeTableChange implements Check {

    /** What the script has added without a value, by table and column: it is NULL in every row. */
    private final Set<String> empty = new HashSet<>();

    @Override
    public String id() {
        return "P18";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        AlterTable.of(statement)
                .ifPresent(alter -> alter.addedColumns().stream()
                        .filter(column -> column.defaultValue().isEmpty() && !column.onlyIfMissing())
                        .forEach(column ->
                                empty.add(key(alter.table(), column.name().text()))));
        RowChange.of(statement)
                .filter(change -> (change.isOfAllRows() || isOfEmptyColumn(change)) && scope.isLive(change.table()))
                .ifPresent(change -> scope.report(
                        this,
                        statement,
                        "The " + (change.update() ? "UPDATE writes" : "DELETE removes") + " every row of "
                                + change.table().shown()
                                + " in one transaction: no one else can write any of them until it commits, and each leaves a"
                                + " dead one behind."));
    }

    private boolean isOfEmptyColumn(RowChange change) {
        Cursor condition = new Cursor(change.condition());
        Optional<Cursor.Name> column = condition.name();
        return !change.joined()
                && column.isPresent()
                && condition.accept("IS", "NULL")
                && !condition.hasNext()
                && empty.contains(key(change.table(), column.get().text()));
    }

    private static String key(Cursor.Name table, String column) {
        return table.text() + "." + column;
    }
}
