package io.fastmigrate.source;

import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Version;
import io.fastmigrate.model.Warning;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code NNNN-description.ext}: four digits, a hyphen, and {@code sql}, {@code py} or {@code sh} in lower case. */
final class NamingRule {

    private static final int DIGITS = 4;
    private static final Pattern MEANT = Pattern.compile("(?:\\d|v\\d|r__|u\\d).*");

    private NamingRule() {}

    /** What a name that keeps the rule says. */
    record Parsed(Version version, ScriptKind kind) {}

    static Optional<Parsed> parse(String name) {
        if (name.length() <= DIGITS || name.charAt(DIGITS) != '-' || name.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        int number = 0;
        for (int i = 0; i < DIGITS; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            number = number * 10 + (c - '0');
        }
        Version version = new Version(number);
        return kindOf(name).map(kind -> new Parsed(version, kind));
    }

    private static Optional<ScriptKind> kindOf(String name) {
        for (ScriptKind kind : ScriptKind.values()) {
            if (kind != ScriptKind.JAVA && name.endsWith("." + kind.extension()) && name.indexOf('.') > DIGITS) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Tells of a file that was probably meant to be a script, and empty of every other file. */
    static Optional<Warning> misnamed(String name, String location) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean script = lower.endsWith(".sql") || lower.endsWith(".py") || lower.endsWith(".sh");
        if (!script || !MEANT.matcher(lower).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Warning(
                Warning.Kind.NAME,
                location
                        + " does not run: a script's name is four digits, a hyphen, a description, and .sql, .py or .sh"
                        + " in lower case, like 0001-create-users.sql."));
    }
}
