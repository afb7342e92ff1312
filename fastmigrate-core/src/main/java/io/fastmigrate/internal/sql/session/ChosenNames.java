package io.fastmigrate.internal.sql.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schemas and roles that a script chooses for its session, and no longer needs: it chose another one, or dropped them. Made
 * again over another connection, such a choice may fail, and that does not matter.
 */
final class ChosenNames {

    private static final Set<String> NAMED = Set.of("SCHEMA", "DATABASE", "ROLE", "USER", "CATALOG");

    /** What is chosen now, by what it is: the numbers of the statements, and the name. */
    private final Map<String, List<Integer>> chosen = new LinkedHashMap<>();

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<Integer> left = new HashSet<>();

    /** Takes in a statement that is done. */
    void done(int number, DialectWords words) {
        String kind = kind(words);
        if (!kind.isEmpty()) {
            List<Integer> numbers = chosen.computeIfAbsent(kind, key -> new ArrayList<>());
            left.addAll(numbers);
            numbers.add(number);
            names.put(kind, words.at(words.size() - 1));
        } else if ((words.at(0).equals("DROP") || words.has("RENAME")) && NAMED.contains(words.at(1))) {
            for (Map.Entry<String, String> choice : names.entrySet()) {
                if (words.has(choice.getValue())) {
                    left.addAll(chosen.get(choice.getKey()));
                }
            }
        }
    }

    private static String kind(DialectWords words) {
        String first = words.at(0);
        if (first.equals("USE")) {
            return "SCHEMA";
        }
        if (!first.equals("SET") && !first.equals("RESET")) {
            return "";
        }
        int at = words.at(1).equals("LOCAL")
                        || (words.at(1).equals("SESSION") && !words.at(2).equals("AUTHORIZATION"))
                ? 2
                : 1;
        return switch (words.at(at)) {
            case "SCHEMA", "CATALOG" -> "SCHEMA";
            case "ROLE" -> "ROLE";
            case "SESSION" -> "AUTHORIZATION";
            case "SEARCH_PATH", "SCHEMA_SEARCH_PATH" -> "PATH";
            default -> "";
        };
    }

    /** Tells whether what a statement chose is not chosen any more. */
    boolean isLeft(int number) {
        return left.contains(number);
    }
}
