package io.fastmigrate.lint.internal.mysql;

import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One action of an ALTER TABLE.
 *
 * @param tokens where it is written
 * @param text as an ALTER TABLE has it
 */
public record AlterAction(List<Token> tokens, String text) {

    /** What begins an addition that is no column. */
    private static final Set<String> NO_COLUMN = Set.of(
            "CONSTRAINT",
            "CHECK",
            "UNIQUE",
            "PRIMARY",
            "FOREIGN",
            "INDEX",
            "KEY",
            "FULLTEXT",
            "SPATIAL",
            "VECTOR",
            "PERIOD",
            "SYSTEM",
            "PARTITION");

    public Cursor cursor() {
        return new Cursor(tokens);
    }

    public Token start() {
        return tokens.get(0);
    }

    /** Returns the columns that it adds; several stand in parentheses. */
    public List<ColumnDefinition> addedColumns() {
        Cursor cursor = cursor();
        if (!cursor.accept("ADD")) {
            return List.of();
        }
        if (!cursor.accept("COLUMN") && NO_COLUMN.contains(cursor.peek().word())) {
            return List.of();
        }
        boolean onlyIfMissing = cursor.accept("IF", "NOT", "EXISTS");
        List<Token> group = cursor.group();
        return group.isEmpty()
                ? ColumnDefinition.of(cursor.rest(), onlyIfMissing).stream().toList()
                : Cursor.parts(group).stream()
                        .flatMap(part -> ColumnDefinition.of(part, onlyIfMissing).stream())
                        .toList();
    }

    /** Returns the column that it defines again, with its new name. */
    public Optional<ColumnDefinition> changedColumn() {
        return afterVerb().flatMap(cursor -> {
            if (start().is("CHANGE")) {
                cursor.name();
            }
            return ColumnDefinition.of(cursor.rest(), false);
        });
    }

    /** Returns the old name of the column that it defines again. */
    public Optional<Cursor.Name> changedName() {
        return afterVerb().flatMap(Cursor::name);
    }

    private Optional<Cursor> afterVerb() {
        Cursor cursor = cursor();
        if (!cursor.accept("CHANGE") && !cursor.accept("MODIFY")) {
            return Optional.empty();
        }
        cursor.accept("COLUMN");
        cursor.accept("IF", "EXISTS");
        return Optional.of(cursor);
    }

    /** Tells whether it is a foreign key. */
    public boolean isForeignKey() {
        Cursor cursor = cursor();
        if (!cursor.accept("ADD")) {
            return false;
        }
        if (cursor.accept("CONSTRAINT") && !cursor.peek().is("FOREIGN")) {
            cursor.name();
        }
        return cursor.accept("FOREIGN", "KEY");
    }

    /** Tells whether it is an index over words or places. */
    public boolean isSpecialIndex() {
        Cursor cursor = cursor();
        return cursor.accept("ADD")
                && (cursor.peek().is("FULLTEXT") || cursor.peek().is("SPATIAL"));
    }

    /** Tells whether it says how the others are carried out, and changes nothing. */
    boolean isClause() {
        return start().is("ALGORITHM") || start().is("LOCK");
    }

    /** Tells whether it only changes what the server keeps about the table, and cannot be tried on a copy. */
    boolean isOfNamesOnly() {
        Cursor cursor = cursor();
        if (cursor.accept("RENAME")) {
            return !cursor.peek().is("COLUMN")
                    && !cursor.peek().is("INDEX")
                    && !cursor.peek().is("KEY");
        }
        return cursor.accept("DROP", "FOREIGN", "KEY")
                || ((cursor.accept("ENABLE") || cursor.accept("DISABLE")) && cursor.accept("KEYS"));
    }

    /** Tells whether it is about the parts of a table; no other action stands beside it. */
    boolean isOfPartitions() {
        return tokens.stream().anyMatch(token -> token.is("PARTITION") || token.is("TABLESPACE"))
                && !start().is("PARTITION");
    }

    /** Tells whether it moves rows between the table and another one or a file, which a trial may not touch. */
    boolean isBetweenTables() {
        return start().is("EXCHANGE") || start().is("CONVERT") || start().is("IMPORT") || start().is("DISCARD");
    }
}
