package io.fastmigrate.cli.option;

import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Options of the form {@code NAME=TEXT}. No error shows a text, nor what has no name: both may be secrets. */
public final class NamedTexts {

    private NamedTexts() {}

    /**
     * Reads what an option was given.
     *
     * @param option its name, such as {@code --value}
     * @param form what help calls its parameter
     * @param fold returns what is the same for two names that mean the same
     */
    public static Map<String, String> of(String option, String form, List<String> given, UnaryOperator<String> fold) {
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new Failure(
                        ExitCode.USAGE,
                        "The text after " + option + " has no "
                                + (equals < 0 ? "equals sign" : "name before its equals sign") + ".",
                        "Write " + option + " " + form + ".");
            }
            String name = each.substring(0, equals);
            if (!names.add(fold.apply(name))) {
                throw new Failure(
                        ExitCode.USAGE, option + " has the name " + name + " twice.", "Remove one of the two.");
            }
            texts.put(name, each.substring(equals + 1));
        }
        return texts;
    }
}
