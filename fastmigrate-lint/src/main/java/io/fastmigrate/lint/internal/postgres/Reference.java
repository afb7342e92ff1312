package io.fastmigrate.lint.internal.postgres;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key as a statement defines it.
 *
 * @param at the first word of what makes it
 * @param columns those that refer to another table
 */
public record Reference(Token at, List<String> columns) {

    /** Reads one in the definition of a column or a constraint, with its name. */
    public static Optional<Reference> of(List<Token> definition) {
        Cursor cursor = new Cursor(definition);
        if (!cursor.skipTo("REFERENCES")) {
            return Optional.empty();
        }
        Cursor constraint = new Cursor(definition);
        if (constraint.accept("CONSTRAINT")) {
            constraint.name();
        }
        Token first = constraint.peek();
        if (constraint.accept("FOREIGN", "KEY")) {
            return Optional.of(new Reference(first, names(constraint.group())));
        }
        Token word = definition.stream()
                .filter(token -> token.is("REFERENCES"))
                .findFirst()
                .orElse(first);
        return Optional.of(new Reference(word, names(definition.subList(0, 1))));
    }

    /** Returns the names in a list of them. */
    static List<String> names(List<Token> list) {
        return Cursor.parts(list).stream()
                .flatMap(part -> new Cursor(part).name().stream())
                .map(Cursor.Name::text)
                .toList();
    }
}
