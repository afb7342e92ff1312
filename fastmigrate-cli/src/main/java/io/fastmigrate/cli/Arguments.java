package io.fastmigrate.cli;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done to arguments before they are parsed. */
final class Arguments {

    private static final Pattern PATH_LIKE_AN_OPTION =
            Pattern.compile("(--(?:db|migrations|config|config_path)=)(-.*)", Pattern.DOTALL);

    /** What is written short in scripts that were made for it. */
    private static final Set<String> THE_PYTHON_TOOLS =
            Set.of("--db", "--config_path", "--migrations", "--verbose", "--backup");

    private Arguments() {}

    /**
     * Returns the arguments with long options in full that were cut short, as Python's {@code argparse} takes them:
     * {@code --mig} for {@code --migrations}, where it can mean only one option, or only one of the Python tool's.
     */
    static String[] expandPrefixes(String[] arguments, Set<String> options) {
        return eachOption(arguments, argument -> expand(argument, options));
    }

    private static String expand(String argument, Set<String> options) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> meant = options.stream()
                .filter(option -> option.startsWith(name) && !option.equals("--config"))
                .toList();
        List<String> clear = meant.size() == 1
                ? meant
                : meant.stream().filter(THE_PYTHON_TOOLS::contains).toList();
        return options.contains(name) || clear.size() != 1
                ? argument
                : clear.get(0) + argument.substring(name.length());
    }

    /** Returns the arguments with {@code --db=-x.db} as {@code --db=./-x.db}, which cannot be taken for an option. */
    static String[] shieldPaths(String[] arguments) {
        return eachOption(arguments, argument -> {
            Matcher matcher = PATH_LIKE_AN_OPTION.matcher(argument);
            return matcher.matches() ? matcher.group(1) + "./" + matcher.group(2) : argument;
        });
    }

    private static String[] eachOption(String[] arguments, UnaryOperator<String> change) {
        String[] changed = arguments.clone();
        for (int i = 0; i < changed.length && !changed[i].equals("--"); i++) {
            if (changed[i].startsWith("--")) {
                changed[i] = change.apply(changed[i]);
            }
        }
        return changed;
    }
}
