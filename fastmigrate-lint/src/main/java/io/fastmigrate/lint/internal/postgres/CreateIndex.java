package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.Optional;

/**
 * A CREATE INDEX.
 *
 * @param at the word INDEX
 * @param only whether it is for the parent of partitions alone
 */
public record CreateIndex(
        Token at,
        boolean unique,
        boolean concurrently,
        boolean onlyIfMissing,
        Optional<Cursor.Name> name,
        boolean only,
        Cursor.Name table) {

    /** Reads one; empty for any other statement. */
    public static Optional<CreateIndex> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        boolean unique = cursor.accept("UNIQUE");
        Token at = cursor.peek();
        if (!cursor.accept("INDEX")) {
            return Optional.empty();
        }
        boolean concurrently = cursor.accept("CONCURRENTLY");
        boolean onlyIfMissing = cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.peek().is("ON") ? Optional.empty() : cursor.name();
        boolean known = cursor.accept("ON");
        boolean only = cursor.accept("ONLY");
        Optional<Cursor.Name> table = known ? cursor.name() : Optional.empty();
        return table.map(on -> new CreateIndex(at, unique, concurrently, onlyIfMissing, name, only, on));
    }

    /** Returns the name for messages and examples. */
    public String shownName() {
        return name.map(Cursor.Name::text).orElse("NAME");
    }
}
