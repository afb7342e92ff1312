package io.fastmigrate.schema.internal.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the values of a column are stored, and what is known of them: the end of its definition. */
final class PostgresStorage {

    private static final Map<String, String> STORAGE =
            Map.of("p", "PLAIN", "e", "EXTERNAL", "m", "MAIN", "x", "EXTENDED", "", "DEFAULT");
    private static final Map<String, String> COMPRESSION = Map.of("p", "pglz", "l", "lz4", "", "DEFAULT");

    private PostgresStorage() {}

    private static String value(String text, String name) {
        Matcher found = Pattern.compile("(?s) " + name + " (\\{.*?\\}|\\w+)").matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static String others(String text) {
        return text.replaceAll("(?s) (?:storage|compression|statistics|options) (?:\\{.*?\\}|\\w+)", "");
    }

    /** Tells whether there are statements for what differs. */
    static boolean changes(String is, String wanted) {
        return others(is).equals(others(wanted));
    }

    /** Returns what ALTER COLUMN has to do. */
    static List<String> actions(String is, String wanted) {
        List<String> actions = new ArrayList<>();
        String storage = value(wanted, "storage");
        if (!storage.equals(value(is, "storage"))) {
            actions.add("SET STORAGE " + STORAGE.getOrDefault(storage, "DEFAULT"));
        }
        String compression = value(wanted, "compression");
        if (!compression.equals(value(is, "compression"))) {
            actions.add("SET COMPRESSION " + COMPRESSION.getOrDefault(compression, "DEFAULT"));
        }
        String statistics = value(wanted, "statistics");
        if (!statistics.equals(value(is, "statistics"))) {
            actions.add("SET STATISTICS " + (statistics.isEmpty() ? "-1" : statistics));
        }
        String options = value(wanted, "options");
        String old = value(is, "options");
        if (!options.equals(old)) {
            if (!old.isEmpty()) {
                actions.add("RESET (" + inside(old).replaceAll("=[^,]*", "") + ")");
            }
            if (!options.isEmpty()) {
                actions.add("SET (" + inside(options) + ")");
            }
        }
        return actions;
    }

    private static String inside(String braces) {
        return braces.substring(1, braces.length() - 1);
    }
}
