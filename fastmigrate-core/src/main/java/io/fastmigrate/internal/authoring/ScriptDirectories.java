package io.fastmigrate.internal.authoring;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directories whose scripts are one sequence of numbers.
 *
 * @param paths absolute; new scripts go to the first
 */
record ScriptDirectories(List<Path> paths) {

    static final int HIGHEST = Setting.HIGHEST_NUMBER;

    private static final String CLASS_PATH = "classpath:";

    /** A script, and what was meant as one. */
    private static final Pattern SCRIPT =
            Pattern.compile("[vV]?(\\p{Nd}{1,4})[-_. ].*\\.(sql|py|sh)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Returns the directories among the locations.
     *
     * @throws InvalidSettingException if the first location is on the class path
     */
    static ScriptDirectories of(List<String> locations) {
        List<Path> paths = new ArrayList<>();
        for (String location : locations) {
            if (!location.startsWith(CLASS_PATH)) {
                paths.add(path(location));
            } else if (paths.isEmpty()) {
                throw InvalidSettingException.of(
                        "A script cannot be written to " + location + ".",
                        "Specify the directory of the scripts first (migrations).");
            }
        }
        return new ScriptDirectories(List.copyOf(paths));
    }

    private static Path path(String location) {
        try {
            return Path.of(location).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw InvalidSettingException.of(
                    "The migrations directory is not a valid path: " + e.getMessage() + ".", "Correct it.");
        }
    }

    Path first() {
        return paths.get(0);
    }

    /** Returns the number of a file that is a script or was meant as one, 0 of every other. */
    static int number(String fileName) {
        Matcher name = SCRIPT.matcher(fileName);
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    /**
     * Returns the highest number of all files but one, 0 without any.
     *
     * @param except the file that does not count; the first directory if there is none
     */
    int highestBut(Path except) throws IOException {
        int highest = 0;
        for (Path directory : paths) {
            if (!Files.isDirectory(directory)) {
                throw problem(
                        directory,
                        directory + " is not a directory, so the numbers of its scripts are not known.",
                        "Correct the path (migrations), or create the directory.",
                        null);
            }
            try (Stream<Path> files = Files.list(directory)) {
                highest = Math.max(
                        highest,
                        files.filter(file -> !file.equals(except))
                                .mapToInt(file -> number(String.valueOf(file.getFileName())))
                                .max()
                                .orElse(0));
            }
        }
        return highest;
    }

    int highest() throws IOException {
        return highestBut(first());
    }

    static MigrationsNotFoundException cannot(String what, Path directory, IOException e) {
        PlaceProblem found = PlaceProblem.of(directory.resolve("0001-a.sql"), e);
        return problem(directory, what + " " + directory + ": " + found.reason() + ".", found.advice(), e);
    }

    static MigrationsNotFoundException problem(
            Path directory, String message, String advice, @Nullable IOException cause) {
        return Bridge.errors().migrationsNotFound(directory.toString(), message, advice, cause);
    }
}
