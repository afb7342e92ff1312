package io.fastmigrate.lint.internal.rule.sqlite.table;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** S18. SQLite itself is asked whether it would alter the table, at the end of the script, where the table is as it was made again. */
public final class NeedlessRebuild implements Check {

    /** A DROP TABLE, and the schema before it. */
    private record Drop(Statement statement, Optional<Schema> before) {}

    private final Map<String, Drop> drops = new LinkedHashMap<>();
    private final List<String> renamedTo = new ArrayList<>();

    @Override
    public String id() {
        return "S18";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        StatementFacts facts = statement.facts();
        if (facts.name() == null) {
            return;
        }
        if (facts.kind() == StatementKind.DROP_TABLE && scope.state().isLive(facts.name())) {
            drops.put(facts.name(), new Drop(statement, scope.schema(this)));
        } else if (facts.kind() == StatementKind.ALTER_TABLE && facts.value() != null) {
            renamedTo.add(facts.value());
        }
    }

    @Override
    public void end(Scope scope) {
        drops.forEach((name, drop) -> {
            if (renamedTo.stream().anyMatch(name::equalsIgnoreCase)) {
                Optional<Schema> before = drop.before();
                Optional<Schema> after = scope.schema(this);
                if (before.isPresent() && after.isPresent()) {
                    look(name, drop.statement(), before.get(), after.get(), scope);
                }
            }
        });
    }

    private void look(String name, Statement drop, Schema before, Schema after, Scope scope) {
        Optional<Table> old = before.table(name);
        Optional<Table> made = after.table(name);
        if (old.isEmpty() || made.isEmpty()) {
            return;
        }
        TableDifference difference = new TableDifference(old.get(), made.get(), after);
        List<Column> added = difference.added();
        boolean onlyAdds = !added.isEmpty()
                && difference.removed().isEmpty()
                && difference.keepsCommonColumns()
                && difference.keepsConstraints()
                && made.get()
                        .columns()
                        .subList(
                                old.get().columns().size(), made.get().columns().size())
                        .equals(added)
                && added.stream().allMatch(NeedlessRebuild::canBeAdded);
        if (onlyAdds) {
            scope.report(
                    this,
                    drop,
                    "The table " + name + " is made again only to add "
                            + String.join(", ", added.stream().map(Column::name).toList())
                            + ", and every row is written twice.");
        }
    }

    private static boolean canBeAdded(Column column) {
        String value = column.defaultValue().orElse("NULL");
        boolean constant = !value.startsWith("(")
                && !value.toUpperCase(java.util.Locale.ROOT).startsWith("CURRENT_");
        return constant && column.generated().isEmpty() && (!column.notNull() || !value.equalsIgnoreCase("NULL"));
    }
}
