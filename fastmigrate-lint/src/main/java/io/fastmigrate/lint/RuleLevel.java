package io.fastmigrate.lint;

import io.fastmigrate.error.InvalidSettingException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a configuration says about rules. */
final class RuleLevel {

    /** Versions before 3.6 are of before 2008; who names one means 3.40, of which YAML makes 3.4. */
    private static final Pattern SQLITE_VERSION = Pattern.compile("3\\.(?:[6-9]|\\d{2,3})(?:\\.\\d{1,3})*");

    private RuleLevel() {}

    static Rule rule(String id) {
        return Rule.of(id.strip())
                .orElseThrow(() -> InvalidSettingException.of(
                        "There is no rule " + id.strip() + ".",
                        "The rules are: "
                                + String.join(
                                        ", ", Rule.all().stream().map(Rule::id).toList()) + "."));
    }

    /** Returns how serious a rule is; empty for one that is off. */
    static Optional<Severity> of(String id, String level) {
        return switch (level.strip().toLowerCase(Locale.ROOT)) {
            case "off" -> Optional.empty();
            case "error" -> Optional.of(Severity.ERROR);
            case "warning" -> Optional.of(Severity.WARNING);
            case "info" -> Optional.of(Severity.INFO);
            default ->
                throw InvalidSettingException.of(
                        "The rule " + id.strip() + " has the level '" + level.strip() + "', which does not exist.",
                        "Write off, error, warning or info.");
        };
    }

    static String sqliteVersion(String text) {
        String version = text.strip();
        if (!SQLITE_VERSION.matcher(version).matches()) {
            throw InvalidSettingException.of(
                    "'" + version + "' is not a version of SQLite.",
                    "Write one such as 3.40; in YAML in quotes, because 3.40 without them is the number 3.4.");
        }
        return version;
    }
}
