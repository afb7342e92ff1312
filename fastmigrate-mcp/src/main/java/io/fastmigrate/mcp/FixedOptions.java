package io.fastmigrate.mcp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was fixed when the server started, the database and the scripts among it. No argument of a tool adds to it.
 *
 * @param own the options of the server itself
 * @param byCommand the options that each command is run with
 */
record FixedOptions(List<String> own, Map<String, List<String>> byCommand) {

    private static final String MIGRATIONS = "--migrations=";
    private static final String CLASS_PATH = "classpath:";

    /** Reads {@code OPTION... COMMAND OPTION... COMMAND OPTION...}; those before the first command are the server's. */
    static FixedOptions of(String... arguments) {
        List<String> own = new ArrayList<>();
        Map<String, List<String>> byCommand = new LinkedHashMap<>();
        List<String> options = own;
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                options.add(argument);
            } else {
                options = new ArrayList<>();
                byCommand.put(argument, options);
            }
        }
        return new FixedOptions(own, byCommand);
    }

    /** Tells whether the tool migrate is offered. */
    boolean allowMigrate() {
        return own.contains("--allow-migrate");
    }

    /** Tells whether scripts that are processes may run. */
    boolean allowProcesses() {
        return own.contains("--allow-processes");
    }

    /** Returns the directories of the scripts. */
    List<Path> directories() {
        return of("status").stream()
                .filter(option -> option.startsWith(MIGRATIONS))
                .map(option -> option.substring(MIGRATIONS.length()))
                .filter(location -> !location.startsWith(CLASS_PATH))
                .map(Path::of)
                .toList();
    }

    List<String> of(String command) {
        return byCommand.getOrDefault(command, List.of());
    }
}
