package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.SchemaText;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * S3. What a table had before the DROP TABLE and behind the script is compared. What the script itself drops by its name is meant, and so is a
 * loss that is all that the rebuild changes.
 */
public final class LostInRebuild implements Check {

    private final DroppedTables dropped = new DroppedTables();
    private final Set<String> droppedByName = new HashSet<>();
    private boolean counts;

    @Override
    public String id() {
        return "S3";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        dropped.follow(statement, this, scope);
        if (facts.name() != null
                && (facts.kind() == StatementKind.DROP_INDEX || facts.kind() == StatementKind.DROP_TRIGGER)) {
            droppedByName.add(facts.name());
        }
        counts |=
                facts.kind().isOfRows() && facts.name() != null && facts.name().equalsIgnoreCase("sqlite_sequence");
    }

    @Override
    public void end(Scope scope) {
        for (DroppedTables.Dropped each : dropped.all()) {
            Optional<Schema> after = scope.schema(this);
            if (each.before().isPresent() && after.isPresent()) {
                List<String> lost = lost(each.name(), each.before().get(), after.get());
                if (!lost.isEmpty()) {
                    scope.report(
                            this,
                            each.statement(),
                            "The table " + each.name() + " is made again without " + String.join(", ", lost) + ".");
                }
            }
        }
    }

    private List<String> lost(String name, Schema before, Schema after) {
        TableDifference difference = TableDifference.of(name, before, after).orElse(null);
        if (difference == null) {
            return List.of();
        }
        Table made = difference.after().table();
        List<String> lost = new ArrayList<>();
        for (Index index : before.indexes(name)) {
            if (!isDropped(index.name(), before) && !isKept(index, after, difference) && couldBe(index, made, after)) {
                lost.add("its index " + index.name());
            }
        }
        for (SchemaText trigger : before.triggers(name)) {
            boolean kept = after.triggers().stream().anyMatch(each -> after.same(each.name(), trigger.name()));
            if (!kept && !isDropped(trigger.name(), before)) {
                lost.add("its trigger " + trigger.name());
            }
        }
        if (!counts && difference.countsAgain()) {
            lost.add("its AUTOINCREMENT counter, so that ids of deleted rows are given again");
        }
        List<String> definition = difference.lost();
        if (definition.size() > 1 || difference.changesColumns()) {
            lost.addAll(definition);
        }
        return lost;
    }

    private boolean isDropped(String name, Schema schema) {
        return droppedByName.stream().anyMatch(each -> schema.same(each, name));
    }

    private static boolean isKept(Index index, Schema after, TableDifference difference) {
        return after.index(index.name()).isPresent()
                || difference.newKeys().stream().anyMatch(key -> doesTheWorkOf(index, key, after))
                || after.indexes(difference.after().table().name()).stream()
                        .anyMatch(each -> each.unique() == index.unique()
                                && each.predicate().equals(index.predicate())
                                && each.columns().equals(index.columns()));
    }

    /** SQLite has an index for each key. */
    private static boolean doesTheWorkOf(Index index, Key key, Schema schema) {
        return TableDifference.folded(index.columns(), schema).equals(TableDifference.folded(key.columns(), schema));
    }

    /** An index on a column that is gone cannot be made again. */
    private static boolean couldBe(Index index, Table table, Schema after) {
        return index.columns().stream()
                .map(column -> column.split(" ", 2)[0])
                .allMatch(column -> table.column(column, after::fold).isPresent() || column.contains("("));
    }
}
