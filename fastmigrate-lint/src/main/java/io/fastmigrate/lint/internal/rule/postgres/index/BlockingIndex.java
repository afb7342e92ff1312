package io.fastmigrate.lint.internal.rule.postgres.index;

import io.fastmigrate.lint.internal.frame.Check;
import io.fastmigrate.lint.internal.frame.Scope;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Table;
import io.fastmigrate.lint.internal.postgres.CreateIndex;
import java.util.Optional;

/** P4. */
public final class BlockingIndex implements Check {

    @Override
    public String id() {
        return "P4";
    }

    @Override
    public void statement(Statement statement, Scope scope) {
        CreateIndex.of(statement)
                .filter(index -> !index.concurrently() && scope.isLive(index.table()) && !isThere(index, scope))
                .ifPresent(index -> report(index, statement, scope));
    }

    private static boolean isThere(CreateIndex index, Scope scope) {
        return index.onlyIfMissing()
                && index.name()
                        .flatMap(name -> scope.knownSchema().flatMap(schema -> schema.index(name)))
                        .isPresent();
    }

    private void report(CreateIndex index, Statement statement, Scope scope) {
        Optional<Schema> schema = scope.knownSchema();
        boolean partitioned = schema.flatMap(known -> known.table(index.table()))
                .filter(table -> table.options().contains(Table.PARTITIONED))
                .isPresent();
        if (index.only() && schema.isEmpty()) {
            scope.undecided(this);
            return;
        }
        if (index.only() && partitioned) {
            return;
        }
        String table = index.table().shown();
        String safeWay = partitioned
                ? "CREATE INDEX ... ON ONLY " + table
                        + ", then for each partition CREATE INDEX CONCURRENTLY and ALTER INDEX " + index.shownName()
                        + " ATTACH PARTITION, each in its own script."
                : RuleSheets.of(id()).safeWay();
        scope.report(
                this,
                statement,
                index.at(),
                "Every INSERT, UPDATE and DELETE on " + table + (partitioned ? " and its partitions" : "")
                        + " waits until the whole index is built and the script commits.",
                safeWay);
    }
}
