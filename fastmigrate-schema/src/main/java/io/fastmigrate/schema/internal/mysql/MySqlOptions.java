package io.fastmigrate.schema.internal.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind the columns of a table. */
final class MySqlOptions {

    private static final Pattern OPTION =
            Pattern.compile("\\G\\s*([`\"\\w]+(?: [A-Z]+)?)=('(?:[^'\\\\]|''|\\\\.)*+'|\\S+)");

    private static final List<String> CHARACTERS = List.of("DEFAULT CHARSET", "COLLATE");

    /** Options that can be taken away, and how. */
    private static final Map<String, String> WITHOUT =
            Map.of("COMMENT", "COMMENT=''", "ROW_FORMAT", "ROW_FORMAT=DEFAULT", "KEY_BLOCK_SIZE", "KEY_BLOCK_SIZE=0");

    private MySqlOptions() {}

    /** Returns the actions of ALTER TABLE that lead from one text to another one; empty if none are known. */
    static Optional<List<String>> change(String from, String to) {
        if (from.equals(to)) {
            return Optional.of(List.of());
        }
        Map<String, String> is = new LinkedHashMap<>();
        Map<String, String> wanted = new LinkedHashMap<>();
        if (!read(from, is).equals(read(to, wanted))) {
            return Optional.empty();
        }
        List<String> actions = new ArrayList<>();
        boolean otherCharacters = CHARACTERS.stream()
                .anyMatch(option -> !is.getOrDefault(option, "").equals(wanted.getOrDefault(option, "")));
        wanted.forEach((option, value) -> {
            if (!value.equals(is.get(option)) && !CHARACTERS.contains(option)) {
                actions.add(option + "=" + value);
            }
        });
        if (otherCharacters) {
            actions.add(wanted.entrySet().stream()
                    .filter(option -> CHARACTERS.contains(option.getKey()))
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .reduce((first, second) -> first + " " + second)
                    .orElse(""));
        }
        for (String option : is.keySet()) {
            if (!wanted.containsKey(option) && !CHARACTERS.contains(option)) {
                actions.add(WITHOUT.getOrDefault(option, ""));
            }
        }
        return actions.contains("") ? Optional.empty() : Optional.of(actions);
    }

    /** Reads the options, and returns what stands behind them, such as partitions. */
    private static String read(String text, Map<String, String> options) {
        String behind = text.replaceFirst("^\\)\\s*", "");
        Matcher option = OPTION.matcher(behind);
        int end = 0;
        while (option.find()) {
            options.put(option.group(1), option.group(2));
            end = option.end();
        }
        return behind.substring(end).strip();
    }
}
