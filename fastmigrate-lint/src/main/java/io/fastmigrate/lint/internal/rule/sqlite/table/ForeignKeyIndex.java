package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.List;

/** S22. Looked at when the script is over: an index may come behind the table. */
public final class ForeignKeyIndex implements Check {

    private final ForeignKeyMakers makers = new ForeignKeyMakers();

    @Override
    public String id() {
        return "S22";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        makers.follow(statement);
    }

    @Override
    public void end(Scope scope) {
        makers.end(this, scope, (table, key, maker, schema) -> look(table, key, maker, schema, scope));
    }

    private void look(Table table, ForeignKey key, Statement maker, Schema schema, Scope scope) {
        boolean found = table.keys().stream().anyMatch(each -> begins(each.columns(), key.columns(), schema))
                || schema.indexes(table.name()).stream()
                        .anyMatch(index -> begins(index.columns(), key.columns(), schema));
        if (!found) {
            scope.report(
                    this,
                    maker,
                    "The foreign key of " + table.name() + " (" + String.join(", ", key.columns())
                            + ") has no index: SQLite reads all of " + table.name()
                            + " for each row that is deleted from "
                            + key.parent() + ".");
        }
    }

    /** The columns of a key may be in any order. */
    private static boolean begins(List<String> index, List<String> key, Schema schema) {
        return index.size() >= key.size()
                && index.subList(0, key.size()).stream()
                        .map(column -> schema.fold(column.split(" ", 2)[0]))
                        .sorted()
                        .toList()
                        .equals(key.stream().map(schema::fold).sorted().toList());
    }
}
