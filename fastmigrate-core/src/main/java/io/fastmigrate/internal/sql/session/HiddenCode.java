package io.fastmigrate.internal.sql.session;

import io.fastmigrate.internal.sql.token.SqlDialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What statements run without showing it: routines and triggers of the database, and texts that are executed. By names
 * alone, on the safe side: a routine counts as called where its name is, and every trigger where rows are written.
 */
public final class HiddenCode {

    /**
     * A routine or a trigger of the database.
     *
     * @param name in any case
     * @param text its definition, or its body
     * @param trigger whether rows that are written call it
     */
    public record Routine(String name, String text, boolean trigger) {}

    private static final Set<String> WRITES =
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "MERGE", "WITH", "COPY");
    private static final Set<String> RUN_TEXTS = Set.of("PREPARE", "EXECUTE", "DO", "SET", "SELECT", "BEGIN");

    private record Known(String name, DialectWords words, boolean trigger) {}

    private final SqlDialect dialect;
    private final List<Known> routines = new ArrayList<>();

    HiddenCode(SqlDialect dialect, List<Routine> routines) {
        this.dialect = dialect;
        for (Routine routine : routines) {
            add(routine);
        }
    }

    private void add(Routine routine) {
        routines.add(new Known(
                routine.name().toUpperCase(Locale.ROOT), DialectWords.of(dialect, routine.text()), routine.trigger()));
    }

    /** Takes in a routine that the script itself defines; what it does is done where it is called. */
    void define(DialectWords definition) {
        routines.add(new Known(definition.definedName(), definition, definition.has("TRIGGER")));
    }

    /** Returns the code that a statement runs beside what it shows, and what that code runs in turn. */
    List<DialectWords> runBy(DialectWords statement) {
        List<DialectWords> found = new ArrayList<>();
        Set<Known> seen = new HashSet<>();
        Deque<DialectWords> left = new ArrayDeque<>(List.of(statement));
        while (!left.isEmpty()) {
            DialectWords words = left.pop();
            boolean writes = words == statement
                    ? WRITES.contains(words.at(0))
                    : WRITES.stream().anyMatch(words::has);
            if (words != statement || RUN_TEXTS.contains(words.at(0))) {
                for (String text : words.texts()) {
                    DialectWords inner = DialectWords.of(dialect, text);
                    found.add(inner);
                    left.push(inner);
                }
            }
            for (Known routine : routines) {
                boolean runs = routine.trigger() ? writes : words.has(routine.name());
                if (runs && seen.add(routine)) {
                    found.add(routine.words());
                    left.push(routine.words());
                }
            }
        }
        return found;
    }
}
