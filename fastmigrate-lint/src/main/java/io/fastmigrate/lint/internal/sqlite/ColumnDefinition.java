package io.fastmigrate.lint.internal.sqlite;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Column;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The definition of a column, as CREATE TABLE and ADD COLUMN have it.
 *
 * @param type the tokens of its type; may be none
 * @param constraints in their order
 */
public record ColumnDefinition(Token name, List<Token> type, List<Constraint> constraints) {

    /** What a constraint of a column is. */
    public enum Kind {
        PRIMARY_KEY,
        NOT_NULL,
        NULL,
        UNIQUE,
        CHECK,
        DEFAULT,
        COLLATE,
        REFERENCES,
        GENERATED,
        /** What belongs to the one before it: AUTOINCREMENT, ON CONFLICT ..., STORED, and what SQLite will refuse. */
        OTHER
    }

    /**
     * One constraint.
     *
     * @param keyword the token that it begins with, CONSTRAINT and its name aside
     * @param value of a DEFAULT its value, of CHECK and GENERATED what is in the parentheses, of all else what follows
     */
    public record Constraint(Kind kind, Token keyword, List<Token> value) {
        public boolean has(String word) {
            return value.stream().anyMatch(token -> token.is(word));
        }
    }

    /** Reads a definition; the tokens are all of it. */
    public static Optional<ColumnDefinition> read(List<Token> tokens) {
        Cursor cursor = new Cursor(tokens);
        Optional<Cursor.Name> name = cursor.name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<Token> type = new ArrayList<>();
        while (cursor.hasNext() && kind(cursor) == Kind.OTHER && !cursor.peek().is("CONSTRAINT")) {
            if (cursor.peek().type() == TokenType.OPEN) {
                cursor.group();
            } else {
                type.add(cursor.next());
            }
        }
        List<Constraint> constraints = new ArrayList<>();
        while (cursor.hasNext()) {
            if (cursor.accept("CONSTRAINT")) {
                cursor.name();
            }
            constraints.add(constraint(cursor));
        }
        return Optional.of(new ColumnDefinition(name.get().token(), type, constraints));
    }

    private static Kind kind(Cursor cursor) {
        return switch (cursor.peek().word()) {
            case "PRIMARY" -> Kind.PRIMARY_KEY;
            case "NOT" -> Kind.NOT_NULL;
            case "NULL" -> Kind.NULL;
            case "UNIQUE" -> Kind.UNIQUE;
            case "CHECK" -> Kind.CHECK;
            case "DEFAULT" -> Kind.DEFAULT;
            case "COLLATE" -> Kind.COLLATE;
            case "REFERENCES" -> Kind.REFERENCES;
            case "GENERATED", "AS" -> Kind.GENERATED;
            default -> Kind.OTHER;
        };
    }

    private static Constraint constraint(Cursor cursor) {
        Kind kind = kind(cursor);
        Token keyword = cursor.next();
        return switch (kind) {
            case CHECK -> new Constraint(kind, keyword, cursor.group());
            case GENERATED -> {
                cursor.accept("ALWAYS");
                cursor.accept("AS");
                yield new Constraint(kind, keyword, cursor.group());
            }
            case DEFAULT -> new Constraint(kind, keyword, defaultValue(cursor));
            case NOT_NULL -> {
                cursor.accept("NULL");
                yield new Constraint(kind, keyword, List.of());
            }
            default -> new Constraint(kind, keyword, following(cursor, kind));
        };
    }

    private static List<Token> defaultValue(Cursor cursor) {
        List<Token> value = new ArrayList<>();
        if (cursor.peek().type() == TokenType.OPEN) {
            return cursor.parenthesised();
        }
        if (cursor.peek().isSign("-") || cursor.peek().isSign("+")) {
            value.add(cursor.next());
        }
        value.add(cursor.next());
        return value;
    }

    private static List<Token> following(Cursor cursor, Kind kind) {
        List<Token> value = new ArrayList<>();
        while (cursor.hasNext() && belongs(cursor, kind, value)) {
            if (cursor.peek().type() == TokenType.OPEN) {
                value.addAll(cursor.parenthesised());
            } else {
                value.add(cursor.next());
            }
        }
        return value;
    }

    /** {@code ON DELETE SET NULL} and {@code NOT DEFERRABLE} belong to a foreign key. */
    private static boolean belongs(Cursor cursor, Kind kind, List<Token> value) {
        if (cursor.peek().is("CONSTRAINT")) {
            return false;
        }
        Kind next = kind(cursor);
        if (kind != Kind.REFERENCES || next == Kind.OTHER) {
            return next == Kind.OTHER;
        }
        boolean afterSet = !value.isEmpty() && value.get(value.size() - 1).is("SET");
        return afterSet || (next == Kind.NOT_NULL && cursor.peek(1).is("DEFERRABLE"));
    }

    public Optional<Constraint> find(Kind kind) {
        return constraints.stream().filter(each -> each.kind() == kind).findFirst();
    }

    public String columnName() {
        return name.name().orElseGet(name::unquoted);
    }

    /** Returns the type as it is declared, in one line; may be empty. */
    public String typeText() {
        return Tokens.text(type);
    }

    /** Tells whether it has a default that is not NULL. */
    public boolean hasDefault() {
        return find(Kind.DEFAULT).filter(value -> !isNull(value.value())).isPresent();
    }

    private static boolean isNull(List<Token> value) {
        List<Token> bare = value.stream()
                .filter(token -> token.type() != TokenType.OPEN && token.type() != TokenType.CLOSE)
                .toList();
        return bare.size() == 1 && bare.get(0).is("NULL");
    }

    Column column() {
        return new Column(
                columnName(),
                typeText(),
                find(Kind.NOT_NULL).isPresent(),
                find(Kind.DEFAULT).map(each -> Tokens.text(each.value())),
                find(Kind.GENERATED).map(each -> Tokens.text(each.value())));
    }
}
