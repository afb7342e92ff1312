package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.sqlite.DroppedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** S18. SQLite itself is asked whether it would alter the table, at the end of the script, where the table is as it was made again. */
public final class NeedlessRebuild implements Check {

    private final DroppedTables dropped = new DroppedTables();
    private final List<String> renamedTo = new ArrayList<>();

    @Override
    public String id() {
        return "S18";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        dropped.follow(statement, this, scope);
        if (facts.kind() == StatementKind.ALTER_TABLE && facts.value() != null) {
            renamedTo.add(facts.value());
        }
    }

    @Override
    public void end(Scope scope) {
        for (DroppedTables.Dropped each : dropped.all()) {
            boolean copied = each.isRenamedFirst() || renamedTo.stream().anyMatch(each.name()::equalsIgnoreCase);
            Optional<Schema> after = scope.schema(this);
            if (copied && each.before().isPresent() && after.isPresent()) {
                look(each.name(), each.statement(), each.before().get(), after.get(), scope);
            }
        }
    }

    private void look(String name, Statement drop, Schema before, Schema after, Scope scope) {
        Optional<Table> old = before.table(name);
        Optional<Table> made = after.table(name);
        if (old.isEmpty() || made.isEmpty()) {
            return;
        }
        TableDifference difference = new TableDifference(old.get(), made.get(), after);
        if (!difference.keepsCommonColumns() || !difference.keepsConstraints()) {
            return;
        }
        List<String> added = names(difference.added());
        List<String> removed = names(difference.removed());
        if (removed.isEmpty() && onlyAdds(difference)) {
            report(drop, name, "add " + String.join(", ", added), scope);
        } else if (added.isEmpty() && !removed.isEmpty() && drops(name, removed, before)) {
            report(drop, name, "drop " + String.join(", ", removed), scope);
        }
    }

    private void report(Statement drop, String table, String what, Scope scope) {
        scope.report(
                this,
                drop,
                "The table " + table + " is made again only to " + what + ", and every row is written twice.");
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static boolean onlyAdds(TableDifference difference) {
        List<Column> added = difference.added();
        List<Column> all = difference.after().columns();
        return !added.isEmpty()
                && all.subList(all.size() - added.size(), all.size()).equals(added)
                && added.stream().allMatch(NeedlessRebuild::canBeAdded);
    }

    private static boolean drops(String table, List<String> columns, Schema before) {
        return before.sql(table)
                .filter(sql -> DroppedColumns.areAccepted(sql, table, columns))
                .isPresent();
    }

    private static boolean canBeAdded(Column column) {
        String value = column.defaultValue().orElse("NULL");
        boolean constant =
                !value.startsWith("(") && !value.toUpperCase(Locale.ROOT).startsWith("CURRENT_");
        return constant && column.generated().isEmpty() && (!column.notNull() || !value.equalsIgnoreCase("NULL"));
    }
}
