package io.fastmigrate.internal.script;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.OneLine;
import java.util.Locale;
import java.util.Optional;

/** {@code NNNN-description.ext}: four digits, a hyphen, and {@code sql}, {@code py} or {@code sh} in lower case. */
final class NamingRule {

    private static final int DIGITS = 4;

    private NamingRule() {}

    /** What a name that keeps the rule says. */
    record Parsed(Version version, Script.Kind kind) {}

    static Optional<Parsed> parse(String name) {
        if (name.length() <= DIGITS || name.charAt(DIGITS) != '-' || hasControls(name)) {
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
        Optional<Script.Kind> kind = kindOf(name);
        return kind.isPresent() ? Optional.of(new Parsed(new Version(number), kind.get())) : Optional.empty();
    }

    private static Optional<Script.Kind> kindOf(String name) {
        int dot = name.lastIndexOf('.');
        if (dot <= DIGITS) {
            return Optional.empty();
        }
        return switch (name.substring(dot + 1)) {
            case "sql" -> Optional.of(Script.Kind.SQL);
            case "py" -> Optional.of(Script.Kind.PYTHON);
            case "sh" -> Optional.of(Script.Kind.SHELL);
            default -> Optional.empty();
        };
    }

    /** Tells of a file that was probably meant to be a script, and empty of every other file. */
    static Optional<Warning> misnamed(String name, String location) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean script = lower.endsWith(".sql") || lower.endsWith(".py") || lower.endsWith(".sh");
        if (!script || !isMeant(lower)) {
            return Optional.empty();
        }
        return Optional.of(Bridge.values()
                .warning(
                        Warning.Kind.NAME,
                        OneLine.of(location)
                                + " does not run: a script's name is four digits, a hyphen, a description, and .sql, .py or .sh"
                                + " in lower case, like 0001-create-users.sql."));
    }

    /** A digit of any script, or what other tools begin a name with. */
    private static boolean isMeant(String lower) {
        int start = 0;
        while (isControl(lower.charAt(start)) || Character.isWhitespace(lower.charAt(start))) {
            start++;
        }
        char first = lower.charAt(start);
        boolean letter = first == 'v' || first == 'u';
        return Character.isDigit(lower.codePointAt(letter ? start + 1 : start)) || lower.startsWith("r__", start);
    }

    /** Line ends and the like would break the lines of logs, and do not show. */
    static boolean hasControls(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
