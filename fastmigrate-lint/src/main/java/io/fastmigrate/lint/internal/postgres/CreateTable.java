package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CREATE TABLE with columns.
 *
 * @param primaryKey the columns of a PRIMARY KEY that stands apart from its columns; empty without one
 */
public record CreateTable(
        Cursor.Name name, List<AddedColumn> columns, List<Reference> references, List<String> primaryKey) {

    private static final Set<String> BEFORE = Set.of("TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL");

    private static final Set<String> NO_COLUMN =
            Set.of("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE", "LIKE");

    /** Reads one; empty for any other statement, and for a temporary table. */
    public static Optional<CreateTable> of(Statement statement) {
        Cursor cursor = statement.cursor();
        if (!cursor.accept("CREATE")) {
            return Optional.empty();
        }
        boolean temporary = false;
        while (BEFORE.contains(cursor.peek().word())) {
            temporary |= cursor.next().word().startsWith("TEMP");
        }
        if (temporary || !cursor.accept("TABLE")) {
            return Optional.empty();
        }
        cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.name();
        List<Token> body = cursor.group();
        return name.filter(known -> !body.isEmpty()).map(known -> of(known, body));
    }

    private static CreateTable of(Cursor.Name name, List<Token> body) {
        List<AddedColumn> columns = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        List<String> primaryKey = new ArrayList<>();
        for (List<Token> part : Cursor.parts(body)) {
            Reference.of(part).ifPresent(references::add);
            Cursor cursor = new Cursor(part);
            if (!NO_COLUMN.contains(cursor.peek().word())) {
                cursor.name().ifPresent(column -> columns.add(AddedColumn.of(part, column, false, cursor.rest())));
            } else if (cursor.skipTo("PRIMARY", "KEY")) {
                primaryKey.addAll(Reference.names(cursor.group()));
            }
        }
        return new CreateTable(name, columns, references, primaryKey);
    }
}
