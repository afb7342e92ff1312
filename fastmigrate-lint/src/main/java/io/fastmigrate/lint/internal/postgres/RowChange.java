package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Index;
import io.fastmigrate.lint.internal.model.Key;
import io.fastmigrate.lint.internal.model.Schema;
import io.fastmigrate.lint.internal.model.Statement;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An UPDATE or DELETE.
 *
 * @param joined whether other tables choose the rows
 * @param condition empty for none
 */
public record RowChange(boolean update, Cursor.Name table, boolean joined, List<Token> condition) {

    /** Reads one; empty for any other statement. */
    public static Optional<RowChange> of(Statement statement) {
        Cursor cursor = statement.cursor();
        boolean update = cursor.accept("UPDATE");
        if (!update && !cursor.accept("DELETE", "FROM")) {
            return Optional.empty();
        }
        cursor.accept("ONLY");
        Optional<Cursor.Name> table = cursor.name();
        boolean joined = false;
        boolean conditional = false;
        while (cursor.hasNext() && !conditional) {
            joined |= cursor.peek().is(update ? "FROM" : "USING");
            conditional = cursor.accept("WHERE");
            if (!conditional) {
                cursor.skip();
            }
        }
        boolean other = joined;
        List<Token> condition = conditional ? Cursor.until(cursor.rest(), "RETURNING") : List.of();
        return table.map(name -> new RowChange(update, name, other, condition));
    }

    /** Tells whether it is about every row. */
    public boolean isOfAllRows() {
        return !joined && (condition.isEmpty() || Tokens.isAlwaysTrue(condition));
    }

    /** Tells whether it is about the rows of some values of one column that are written down. */
    public boolean isOfSomeValues() {
        boolean equals = condition.size() == 3 && condition.get(1).isSign("=");
        boolean in = condition.size() > 3
                && condition.get(1).is("IN")
                && condition.stream().noneMatch(token -> token.is("SELECT"));
        return !joined && condition.stream().noneMatch(token -> token.is("OR")) && (equals || in);
    }

    /** Tells whether an index leads to the rows of a value of the column that its condition begins with. */
    public boolean isIndexed(Schema schema) {
        String column = condition.get(0).name().orElse("");
        Stream<List<String>> keys = schema.table(table).stream()
                .flatMap(found -> found.keys().stream())
                .map(Key::columns);
        Stream<List<String>> indexes = schema.indexes(table).stream().map(Index::columns);
        return Stream.concat(keys, indexes)
                .anyMatch(columns -> !columns.isEmpty() && columns.get(0).equals(column));
    }
}
