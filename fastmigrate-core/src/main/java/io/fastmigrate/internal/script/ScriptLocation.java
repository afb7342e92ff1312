package io.fastmigrate.internal.script;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.OneLine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person writes as {@code migrations}, perhaps as another tool wants it. */
public final class ScriptLocation {

    private static final String FILE = "file:";
    /** At least two letters: one alone is a drive of Windows. */
    private static final String PREFIX = "(?s)[A-Za-z][A-Za-z0-9+.-]+\\*?:.*";

    private static final String URL =
            "(?i)jdbc:[a-z0-9+.-]*|[a-z][a-z0-9+.-]+://|(?:password|passwd|pwd|secret|token|key)\\s*=";

    private ScriptLocation() {}

    /** Makes a source of one or more locations, whose scripts are one sequence. */
    public static ScriptSource source(List<String> locations, ClassLoader classLoader) {
        List<ScriptSource> places = new ArrayList<>();
        for (String location : locations) {
            places.add(source(location, classLoader));
        }
        return places.size() == 1 ? places.get(0) : new CombinedScripts(places);
    }

    /**
     * Makes a source of what a person writes as {@code migrations}.
     *
     * @param location a directory's path, which {@code file:} may stand before, or {@code classpath:} and a path in the
     *     class path
     * @throws io.fastmigrate.error.InvalidSettingException if it begins with another prefix, or names several places
     */
    public static ScriptSource source(String location, ClassLoader classLoader) {
        String known = requireKnown(location);
        return known.startsWith(ClassPathScripts.PREFIX)
                ? new ClassPathScripts(known, classLoader)
                : MigrationsDirectory.of(known);
    }

    /** Returns the locations as they are, or the paths behind {@code file:}; each once. */
    public static List<String> requireKnown(List<String> locations) {
        List<String> known = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (String given : locations) {
            String location = requireKnown(given);
            known.add(location);
            if (!places.add(place(location))) {
                throw InvalidSettingException.of(
                        "The location of scripts " + shown(location) + " is named twice.",
                        "Name each location once: a script cannot have its number in two of them.");
            }
        }
        return List.copyOf(known);
    }

    /** Returns what is the same for two ways to write one place. */
    private static String place(String location) {
        if (location.startsWith(ClassPathScripts.PREFIX)) {
            return ClassPathScripts.PREFIX
                    + location.substring(ClassPathScripts.PREFIX.length()).replaceAll("^/+|/+$", "");
        }
        try {
            return Path.of(location).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return location; // is refused, with the reason, where it is read
        }
    }

    /**
     * Returns the one directory that scripts can be written to.
     *
     * @param writing what wants to write, as a sentence without its end
     * @param advice which directory it wants
     */
    public static Path requireDirectory(List<String> locations, String writing, String advice) {
        String location = locations.get(0);
        if (locations.size() > 1) {
            throw InvalidSettingException.of(
                    writing + ", but there are several locations of scripts: "
                            + String.join(
                                    ", ",
                                    locations.stream()
                                            .map(ScriptLocation::shown)
                                            .toList()) + ".",
                    advice);
        }
        if (location.startsWith(ClassPathScripts.PREFIX)) {
            throw InvalidSettingException.of(writing + ", but " + location + " cannot be written to.", advice);
        }
        return Path.of(location).toAbsolutePath();
    }

    /** Returns the location as it is, or the path behind {@code file:}. */
    static String requireKnown(String location) {
        String text = location.strip();
        boolean several = text.indexOf(',') >= 0;
        if (text.startsWith(ClassPathScripts.PREFIX)) {
            if (several || text.indexOf('*') >= 0) {
                throw refusal(
                        location,
                        several
                                ? "it names several locations in one text"
                                : "it is a pattern, and scripts must be in one directory");
            }
            return text;
        }
        if (text.startsWith(FILE)) {
            return text.substring(FILE.length()).replaceFirst("^//(?:localhost)?/", "/");
        }
        if ((several || (text.indexOf(':') > 0 && text.matches(PREFIX))) && !isThere(location)) {
            throw refusal(
                    location,
                    several
                            ? "it names several locations in one text"
                            : "the prefix " + text.substring(0, text.indexOf(':') + 1) + " is not known");
        }
        return location;
    }

    private static boolean isThere(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A database's URL that was given in place of a folder may hold a password. */
    private static String shown(String location) {
        Matcher url = Pattern.compile(URL).matcher(location);
        return OneLine.of(url.find() ? location.substring(0, url.end()) + "..." : location);
    }

    private static InvalidSettingException refusal(String location, String why) {
        return InvalidSettingException.of(
                "This location of scripts is not valid: " + shown(location) + ": " + why + ".",
                "Specify one directory by its path (file: may precede it), or by classpath:, such as"
                        + " classpath:migrations.");
    }
}
