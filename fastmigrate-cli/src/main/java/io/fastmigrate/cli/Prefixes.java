package io.fastmigrate.cli;

import java.util.List;
import java.util.Set;

/** Long options that are cut short, as Python's {@code argparse} takes them: {@code --mig} for {@code --migrations}. */
final class Prefixes {

    private Prefixes() {}

    /** Returns the arguments with each short form in full, where it can mean only one option. */
    static String[] expand(String[] arguments, Set<String> options) {
        String[] expanded = arguments.clone();
        for (int i = 0; i < expanded.length && !expanded[i].equals("--"); i++) {
            if (expanded[i].startsWith("--")) {
                expanded[i] = expand(expanded[i], options);
            }
        }
        return expanded;
    }

    private static String expand(String argument, Set<String> options) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> meant = options.stream()
                .filter(option -> option.startsWith(name) && !option.equals("--config"))
                .toList();
        boolean clear = !options.contains(name) && meant.size() == 1;
        return clear ? meant.get(0) + argument.substring(name.length()) : argument;
    }
}
