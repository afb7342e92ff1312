package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tables the script at hand has made so far; all others are live: they were there before it, and have rows. */
public final class ScriptState {

    private static final Set<String> BEFORE_TABLE =
            Set.of("TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "OR", "REPLACE");

    /** A table. Where one of two names has no schema, they may be the same table. */
    private record Named(@Nullable String schema, String table) {

        static Named of(Cursor.Name name) {
            return new Named(name.schema() == null ? null : key(name.schema()), key(name.text()));
        }

        boolean may(Named other) {
            return table.equals(other.table) && (schema == null || other.schema == null || schema.equals(other.schema));
        }

        private static String key(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /** Made by the script, and without rows of other tables. */
    private final List<Named> made = new ArrayList<>();

    private final List<Named> filled = new ArrayList<>();

    /** Tells whether a table was there before the script, under whatever name. */
    public boolean isLive(String table) {
        return isLive(new Named(null, Named.key(table)));
    }

    /** Tells whether a table was there before the script, under whatever name. */
    public boolean isLive(Cursor.Name table) {
        return isLive(Named.of(table));
    }

    private boolean isLive(Named table) {
        return made.stream().noneMatch(table::may) && filled.stream().noneMatch(table::may);
    }

    /** Tells whether a table may have rows when the statement runs on a database that is in use. */
    public boolean mayHaveRows(String table) {
        return made.stream().noneMatch(new Named(null, Named.key(table))::may);
    }

    /** Takes in a statement that runs. */
    void follow(Statement statement, Shadow shadow) {
        Cursor cursor = statement.cursor();
        if (cursor.accept("CREATE")) {
            create(cursor, shadow);
        } else if (cursor.accept("ALTER", "TABLE")) {
            alter(cursor);
        } else if (cursor.accept("DROP", "TABLE")) {
            drop(cursor);
        } else if (cursor.accept("INSERT") || cursor.accept("REPLACE") || cursor.accept("WITH")) {
            insert(cursor);
        }
    }

    private void create(Cursor cursor, Shadow shadow) {
        while (BEFORE_TABLE.contains(cursor.peek().word())) {
            cursor.next();
        }
        if (!cursor.accept("TABLE") && !cursor.accept("MATERIALIZED", "VIEW")) {
            return;
        }
        boolean onlyIfMissing = cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.name();
        if (name.isPresent()) {
            boolean there = onlyIfMissing
                    && shadow.schema().flatMap(known -> known.table(name.get())).isPresent();
            if (!there) {
                (cursor.skipTo("SELECT") ? filled : made).add(Named.of(name.get()));
            }
        }
    }

    private void alter(Cursor cursor) {
        cursor.accept("IF", "EXISTS");
        cursor.accept("ONLY");
        Optional<Cursor.Name> old = cursor.name();
        if (old.isPresent() && cursor.accept("RENAME", "TO")) {
            Optional<Cursor.Name> name = cursor.name();
            if (name.isPresent()) {
                Named from = Named.of(old.get());
                Named to = new Named(from.schema(), Named.of(name.get()).table());
                move(made, from, to);
                move(filled, from, to);
            }
        }
    }

    private static void move(List<Named> tables, Named from, Named to) {
        if (tables.removeIf(from::may)) {
            tables.add(to);
        } else {
            tables.removeIf(to::may);
        }
    }

    private void drop(Cursor cursor) {
        cursor.accept("IF", "EXISTS");
        do {
            cursor.name().map(Named::of).ifPresent(name -> {
                made.removeIf(name::may);
                filled.removeIf(name::may);
            });
        } while (cursor.accept(TokenType.COMMA));
    }

    private void insert(Cursor cursor) {
        if (cursor.skipTo("INTO")) {
            Optional<Named> name = cursor.name().map(Named::of);
            if (name.isPresent() && made.removeIf(name.get()::may)) {
                filled.add(name.get());
            }
        }
    }
}
