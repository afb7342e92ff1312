package io.fastmigrate.internal.jdbc.mysql;

import io.fastmigrate.internal.sql.dialect.StatementWords;
import io.fastmigrate.internal.sql.dialect.TableChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one {@code RENAME TABLE} does, name by name.
 *
 * @param steps pairs of names as written, carried out one after the other
 */
record MySqlRenames(List<Map.Entry<String, String>> steps) {

    /** Reads a statement; empty for all others. */
    static Optional<MySqlRenames> of(String text) {
        StatementWords words = new StatementWords(text);
        words.settings();
        if (!words.accept("RENAME", "TABLE") && !words.accept("RENAME", "TABLES")) {
            return Optional.empty();
        }
        words.accept("IF", "EXISTS");
        List<Map.Entry<String, String>> steps = new ArrayList<>();
        do {
            String from = words.name();
            words.waiting();
            if (from.isEmpty() || !words.accept("TO")) {
                return Optional.empty();
            }
            steps.add(Map.entry(from, words.name()));
        } while (words.accept(","));
        return words.isAtEnd() ? Optional.of(new MySqlRenames(steps)) : Optional.empty();
    }

    /** Tells whether a name is both given up and taken. */
    boolean isCircle() {
        return steps.stream()
                .anyMatch(step ->
                        steps.stream().anyMatch(other -> other.getValue().equals(step.getKey())));
    }

    /**
     * Returns which tables have which names afterwards.
     *
     * @param numbers of the tables, by the path of database and name
     * @param database the current one
     */
    Map<String, String> after(Map<String, String> numbers, String database) {
        Map<String, String> after = new HashMap<>(numbers);
        for (Map.Entry<String, String> step : steps) {
            String table = after.remove(path(step.getKey(), database));
            if (table != null) {
                after.put(path(step.getValue(), database), table);
            }
        }
        return new TreeMap<>(after);
    }

    private static String path(String name, String database) {
        String[] parts = name.split("\\.", 2);
        String last = TableChange.unquoted(parts[parts.length - 1]);
        return (parts.length > 1 ? TableChange.unquoted(parts[0]) : database) + "/" + last;
    }
}
