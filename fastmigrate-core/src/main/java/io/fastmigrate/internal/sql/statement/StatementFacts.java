package io.fastmigrate.internal.sql.statement;

import io.fastmigrate.internal.sql.token.SqliteNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the first tokens of a statement say.
 *
 * @param wellFormed for transaction control and pragmas: that nothing stands in it that SQLite would refuse
 * @param temporary whether it makes something in the schema {@code temp}
 * @param schema what stands before the dot of the name, unquoted
 * @param name of the table, pragma or savepoint that it is about, unquoted
 * @param value of a pragma, without quotes; the new name of a table that is renamed; what an {@code INSERT} or {@code
 *     UPDATE} does {@code OR}; null for none
 */
public record StatementFacts(
        StatementKind kind,
        boolean wellFormed,
        boolean temporary,
        @Nullable String schema,
        @Nullable String name,
        @Nullable String value) {

    static StatementFacts of(StatementKind kind) {
        return new StatementFacts(kind, true, false, null, null, null);
    }

    /** Tells whether rows that stand in the way are deleted. */
    public boolean replaces() {
        return value != null
                && (kind == StatementKind.INSERT || kind == StatementKind.UPDATE)
                && SqliteNames.same(value, "REPLACE");
    }

    /** Tells whether it may delete or change rows of tables that refer to its own, where foreign keys are enforced. */
    public boolean mayCascade() {
        return switch (kind) {
            case DELETE, UPDATE -> true;
            case INSERT -> replaces();
            default -> false;
        };
    }

    // What the compiler would write is linked at run time, which takes longer than to read hundreds of scripts.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StatementFacts facts
                && kind == facts.kind
                && wellFormed == facts.wellFormed
                && temporary == facts.temporary
                && Objects.equals(schema, facts.schema)
                && Objects.equals(name, facts.name)
                && Objects.equals(value, facts.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, wellFormed, temporary, schema, name, value);
    }
}
