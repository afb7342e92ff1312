package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.ForeignKey;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.List;

/** S15. Looked at when the script is over: an index may come behind the table. */
public final class ForeignKeyTarget implements Check {

    private final ForeignKeyMakers makers = new ForeignKeyMakers();

    @Override
    public String id() {
        return "S15";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        makers.follow(statement, scope);
    }

    @Override
    public void end(Scope scope) {
        makers.end(
                this,
                scope,
                ForeignKeyTarget::isWrong,
                (table, key, maker, schema) -> report(table, key, maker, schema, scope));
    }

    private static boolean isWrong(Table table, ForeignKey key, Schema schema) {
        Table parent = schema.table(key.parent()).orElse(null);
        if (parent == null || parent.columns().isEmpty()) {
            return false;
        }
        List<String> target = target(parent, key);
        return target.size() != key.columns().size() || !isUnique(parent, target, schema);
    }

    private static List<String> target(Table parent, ForeignKey key) {
        return key.parentColumns().isEmpty()
                ? parent.primaryKey().map(Key::columns).orElse(List.of())
                : key.parentColumns();
    }

    private void report(Table table, ForeignKey key, Statement maker, Schema schema, Scope scope) {
        Table parent = schema.table(key.parent()).orElseThrow();
        List<String> target = target(parent, key);
        scope.report(
                this,
                maker,
                "The foreign key of " + table.name() + " names "
                        + (target.isEmpty()
                                ? parent.name() + ", which has no primary key"
                                : parent.name() + " (" + String.join(", ", target) + "), which is not unique")
                        + ": every write to " + table.name() + " fails where foreign keys are on.");
    }

    private static boolean isUnique(Table parent, List<String> columns, Schema schema) {
        return parent.keys().stream().anyMatch(key -> same(key.columns(), columns, schema))
                || schema.indexes(parent.name()).stream()
                        .anyMatch(index -> index.unique()
                                && index.predicate().isEmpty()
                                && same(index.columns(), columns, schema));
    }

    private static boolean same(List<String> one, List<String> other, Schema schema) {
        return one.stream()
                .map(schema::fold)
                .sorted()
                .toList()
                .equals(other.stream().map(schema::fold).sorted().toList());
    }
}
