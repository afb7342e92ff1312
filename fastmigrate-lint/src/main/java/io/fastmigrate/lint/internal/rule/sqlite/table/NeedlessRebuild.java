package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Tokens;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition;
import io.fastmigrate.lint.internal.sqlite.ColumnDefinition.Kind;
import io.fastmigrate.lint.internal.sqlite.DroppedColumns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** S18. SQLite itself is asked whether it would alter the table, at the end of the script, where the table is as it was made again. */
public final class NeedlessRebuild implements Check {

    private static final Set<Kind> NEVER_ADDED = EnumSet.of(Kind.PRIMARY_KEY, Kind.UNIQUE, Kind.GENERATED);

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
        TableDifference difference = TableDifference.of(name, before, after).orElse(null);
        if (difference == null || !difference.keepsAllElse()) {
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

    private static List<String> names(List<ColumnDefinition> columns) {
        return columns.stream().map(ColumnDefinition::columnName).toList();
    }

    private static boolean onlyAdds(TableDifference difference) {
        List<ColumnDefinition> added = difference.added();
        List<ColumnDefinition> all = difference.after().columns();
        return !added.isEmpty()
                && all.subList(all.size() - added.size(), all.size()).equals(added)
                && added.stream().allMatch(NeedlessRebuild::canBeAdded);
    }

    private static boolean drops(String table, List<String> columns, Schema before) {
        return before.sql(table)
                .filter(sql -> DroppedColumns.areAccepted(sql, table, columns))
                .isPresent();
    }

    private static boolean canBeAdded(ColumnDefinition column) {
        String value = column.find(Kind.DEFAULT)
                .map(each -> Tokens.text(each.value()).toUpperCase(Locale.ROOT))
                .orElse("NULL");
        boolean constant = !value.startsWith("(") && !value.startsWith("CURRENT_");
        boolean never = column.constraints().stream().anyMatch(each -> NEVER_ADDED.contains(each.kind()));
        boolean needsValue = column.find(Kind.NOT_NULL).isPresent();
        boolean needsNull = column.find(Kind.REFERENCES).isPresent();
        return constant && !never && (column.hasDefault() ? !needsNull : !needsValue);
    }
}
