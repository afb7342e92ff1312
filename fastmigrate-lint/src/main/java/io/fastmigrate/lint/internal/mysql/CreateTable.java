package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/**
 * A CREATE TABLE that is no temporary one.
 *
 * @param parts the columns, keys and constraints; none for a copy of another table
 */
public record CreateTable(Cursor.Name name, List<List<Token>> parts) {

    /** Reads one; empty for any other statement. */
    public static Optional<CreateTable> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        cursor.accept("OR", "REPLACE");
        if (!cursor.accept("TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.name();
        List<Token> body = cursor.group();
        return name.map(known -> new CreateTable(known, body.isEmpty() ? List.of() : Cursor.parts(body)));
    }
}
