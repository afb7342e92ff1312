package io.fastmigrate.internal.settings;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.OneLine;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Refuses a path in which something is left that a shell would have replaced or removed: an environment file, a settings file
 * or an option such as {@code --db=~/app.db} reaches the program as it was written. It would be a new and empty database
 * in a folder of that name. What exists under such a name is meant.
 */
final class UnexpandedPath {

    /** How a path that was meant for a shell looks. */
    private static final class Texts {
        static final Pattern HOME = Pattern.compile("~|~[\\w.-]*[/\\\\].*", Pattern.DOTALL);
        static final Pattern QUOTED = Pattern.compile("([\"'`]).*\\1", Pattern.DOTALL);
        static final Pattern VARIABLE =
                Pattern.compile("\\$\\{[^}]*}|^\\$\\([^)]*\\)|^\\$\\w+(?=$|[/\\\\])|%[A-Za-z_]\\w*%");
        static final Pattern WINDOWS = Pattern.compile("[A-Za-z]:[/\\\\].*|[\\w.-]*\\\\[^/]*", Pattern.DOTALL);
    }

    /** One of these is in each of the {@link Texts}, which most paths need not be compared with. */
    private static final String TELLING = "~\"'`$%:\\";

    private UnexpandedPath() {}

    /** @param what is called so, such as "database" */
    static void refuse(String what, String path) {
        for (int i = 0; i < path.length(); i++) {
            if (TELLING.indexOf(path.charAt(i)) >= 0) {
                compare(what, path);
                return;
            }
        }
    }

    private static void compare(String what, String path) {
        if (Texts.HOME.matcher(path).matches()) {
            refuse(
                    what,
                    path,
                    "begins with ~, which only a shell replaces by the home directory",
                    "Write the whole path, or ./~ for a name that really begins so.");
        }
        if (Texts.QUOTED.matcher(path).matches()) {
            refuse(what, path, "is in quotes, which only a shell removes", "Remove the quotes.");
        }
        if (Texts.VARIABLE.matcher(path).find()) {
            refuse(
                    what,
                    path,
                    "contains a variable that nothing has replaced",
                    "Write its value, or set it where this program is started.");
        }
        if (File.separatorChar == '/' && Texts.WINDOWS.matcher(path).matches()) {
            refuse(
                    what,
                    path,
                    "is a path of Windows, but this system is not Windows",
                    "Write it with /, such as data/app.db, and without a drive.");
        }
    }

    private static void refuse(String what, String path, String problem, String advice) {
        if (!exists(path)) {
            throw InvalidSettingException.of("The " + what + "'s path " + problem + ": " + OneLine.of(path), advice);
        }
    }

    private static boolean exists(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
