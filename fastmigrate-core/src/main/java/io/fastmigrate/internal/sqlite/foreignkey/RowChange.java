package io.fastmigrate.internal.sqlite.foreignkey;

import io.fastmigrate.internal.sql.statement.StatementFacts;
import io.fastmigrate.internal.sql.statement.StatementKind;
import java.util.Optional;

/**
 * A statement that changes rows, in a script or in a trigger.
 *
 * @param kind {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param replaces whether rows that are in its way are deleted
 * @param table without quotes and schema
 */
record RowChange(StatementKind kind, boolean replaces, String table) {

    static Optional<RowChange> of(StatementFacts facts) {
        return Optional.ofNullable(facts.name()).map(table -> new RowChange(facts.kind(), facts.replaces(), table));
    }
}
