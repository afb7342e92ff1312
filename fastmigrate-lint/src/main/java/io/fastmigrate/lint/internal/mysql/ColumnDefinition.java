package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;

/**
 * A column as a statement defines it.
 *
 * @param definition all tokens behind its name
 */
public record ColumnDefinition(Cursor.Name name, boolean onlyIfMissing, List<Token> definition) {

    static Optional<ColumnDefinition> of(List<Token> tokens, boolean onlyIfMissing) {
        Cursor cursor = new Cursor(tokens);
        return cursor.name()
                .filter(name -> cursor.hasNext())
                .map(name -> new ColumnDefinition(name, onlyIfMissing, cursor.rest()));
    }

    private Cursor cursor() {
        return new Cursor(definition);
    }

    /** Returns the first word of its type, in capitals. */
    public String type() {
        return definition.get(0).word();
    }

    public boolean isList() {
        return type().equals("ENUM") || type().equals("SET");
    }

    public boolean isNotNull() {
        return cursor().skipTo("NOT", "NULL") || cursor().skipTo("PRIMARY", "KEY");
    }

    public boolean isNumbered() {
        return cursor().skipTo("AUTO_INCREMENT") || type().equals("SERIAL");
    }

    public boolean isGenerated() {
        Cursor cursor = cursor();
        return cursor.skipTo("AS") && cursor.peek().type() == TokenType.OPEN;
    }

    /** Tells whether it is computed from others and kept in the table. */
    public boolean isStored() {
        return isGenerated() && (cursor().skipTo("STORED") || cursor().skipTo("PERSISTENT"));
    }

    public boolean isReferencing() {
        return cursor().skipTo("REFERENCES");
    }

    public boolean hasDefault() {
        return cursor().skipTo("DEFAULT");
    }

    /** Tells whether its default is an expression in parentheses. */
    public boolean hasComputedDefault() {
        Cursor cursor = cursor();
        return cursor.skipTo("DEFAULT")
                && (cursor.peek().type() == TokenType.OPEN || cursor.peek(1).type() == TokenType.OPEN);
    }

    /** Returns the keyword, or the name where it has none. */
    public Token at(String word) {
        return definition.stream().filter(token -> token.is(word)).findFirst().orElse(name.token());
    }
}
