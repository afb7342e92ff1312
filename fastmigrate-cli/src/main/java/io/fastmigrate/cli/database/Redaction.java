package io.fastmigrate.cli.database;

import java.util.List;
import java.util.regex.Pattern;

/** Keeps passwords out of what is said about arguments that mean nothing here: a terminal's output often goes to a log. */
public final class Redaction {

    private static final Pattern LOGIN = Pattern.compile("[:@?]|=|(?i)jdbc|(?:password|passwd|pwd|secret|token|key)");
    private static final Pattern URL_OR_CONNECTION_STRING = Pattern.compile(
            "(?i)jdbc:|[a-z0-9+.-]{2,}:/|(?:password|passwd|passphrase|pwd|secret|token|key)\\s*=|@[^/]*:|^[\"'].*:",
            Pattern.DOTALL);

    private Redaction() {}

    /** Tells whether a text may be a URL or a connection string with a login in it, rather than a path. */
    public static boolean mayHoldLogin(String text) {
        return URL_OR_CONNECTION_STRING.matcher(text).find();
    }

    /** Returns an argument as messages show it: an option by its name, and nothing of what may hold a login. */
    public static String shown(String argument) {
        if (argument.startsWith("-")) {
            int end = argument.indexOf('=');
            String name = end < 0 ? argument : argument.substring(0, end);
            return LOGIN.matcher(name.substring(0, Math.min(2, name.length()))).find() || mayHoldLogin(name)
                    ? "-..."
                    : name;
        }
        return LOGIN.matcher(argument).find() ? "..." : argument;
    }

    /** Returns a message without the arguments that it repeats. */
    public static String without(String message, List<String> arguments) {
        String shown = message;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String value = argument.startsWith("-") ? argument.substring(equals + 1) : argument;
            if (!value.isEmpty() && (equals >= 0 || !argument.startsWith("-")) && !value.equals(shown(value))) {
                shown = shown.replace(value, shown(value));
            }
        }
        return shown;
    }
}
