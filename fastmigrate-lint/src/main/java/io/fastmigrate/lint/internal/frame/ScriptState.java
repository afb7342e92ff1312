package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.internal.sql.token.TokenType;
import io.fastmigrate.lint.internal.model.Cursor;
import io.fastmigrate.lint.internal.model.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which tables the script at hand has made so far; all others are live: they were there before it, and have rows. */
public final class ScriptState {

    private static final Set<String> BEFORE_TABLE =
            Set.of("TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "OR", "REPLACE");

    /** Made by the script, and without rows of other tables. */
    private final Set<String> made = new HashSet<>();

    private final Set<String> filled = new HashSet<>();

    /** Tells whether a table was there before the script, under whatever name. */
    public boolean isLive(String table) {
        return !made.contains(key(table)) && !filled.contains(key(table));
    }

    /** Tells whether a table may have rows when the statement runs on a database that is in use. */
    public boolean mayHaveRows(String table) {
        return !made.contains(key(table));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
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
        } else if (cursor.accept("INSERT") || cursor.accept("REPLACE")) {
            insert(cursor);
        }
    }

    private void create(Cursor cursor, Shadow shadow) {
        while (BEFORE_TABLE.contains(cursor.peek().word())) {
            cursor.next();
        }
        if (!cursor.accept("TABLE")) {
            return;
        }
        boolean onlyIfMissing = cursor.accept("IF", "NOT", "EXISTS");
        Optional<Cursor.Name> name = cursor.name();
        if (name.isPresent()) {
            String table = name.get().text();
            boolean there = onlyIfMissing
                    && shadow.schema().flatMap(known -> known.table(table)).isPresent();
            if (!there) {
                (cursor.skipTo("SELECT") ? filled : made).add(key(table));
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
                String from = key(old.get().text());
                String to = key(name.get().text());
                move(made, from, to);
                move(filled, from, to);
            }
        }
    }

    private static void move(Set<String> tables, String from, String to) {
        if (tables.remove(from)) {
            tables.add(to);
        } else {
            tables.remove(to);
        }
    }

    private void drop(Cursor cursor) {
        cursor.accept("IF", "EXISTS");
        do {
            cursor.name().ifPresent(name -> {
                made.remove(key(name.text()));
                filled.remove(key(name.text()));
            });
        } while (cursor.accept(TokenType.COMMA));
    }

    private void insert(Cursor cursor) {
        if (cursor.skipTo("INTO")) {
            Optional<Cursor.Name> name = cursor.name();
            if (name.isPresent() && made.remove(key(name.get().text()))) {
                filled.add(key(name.get().text()));
            }
        }
    }
}
