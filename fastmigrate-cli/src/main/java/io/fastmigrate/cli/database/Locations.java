package io.fastmigrate.cli.database;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.Script;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the scripts of a command are. Those of several locations are one sequence of numbers.
 *
 * @param given as they were given: directories, or {@code classpath:} and a location; at least one
 * @param directory what relative paths are relative to
 */
public record Locations(List<String> given, Path directory) {

    private static final String CLASS_PATH = "classpath:";

    public Locations {
        given = List.copyOf(given);
    }

    /** Returns what messages call them. */
    public String text() {
        return given.stream().map(Locations::text).collect(Collectors.joining(", "));
    }

    private static String text(String location) {
        return isOnClassPath(location) ? location : PathText.tidy(location);
    }

    /** Returns what messages call a script that is written to the one location that there is. */
    public String scriptText(String fileName) {
        return scriptText(given.get(0), fileName);
    }

    private static String scriptText(String location, String fileName) {
        return isOnClassPath(location) ? location + "/" + fileName : PathText.join(location, fileName);
    }

    /** Returns what messages call a script of one of them. */
    public String text(Script script) {
        return given.stream()
                .filter(location -> given.size() == 1 || isIn(location, script))
                .findFirst()
                .map(location -> scriptText(location, script.fileName()))
                .orElse(script.location());
    }

    private boolean isIn(String location, Script script) {
        return !isOnClassPath(location)
                && script.path()
                        .filter(path -> path.equals(
                                path(location).toAbsolutePath().normalize().resolve(script.fileName())))
                        .isPresent();
    }

    /** Gives them to the engine, which looks closer at paths than at texts. */
    public void apply(FastMigrateBuilder builder) {
        if (given.stream().noneMatch(Locations::isOnClassPath)) {
            builder.migrations(given.stream().map(this::path).toArray(Path[]::new));
        } else {
            builder.migrations(given.stream()
                    .map(location ->
                            isOnClassPath(location) ? location : path(location).toString())
                    .toArray(String[]::new));
        }
    }

    /** Returns the directories, the first one first, which is where a new script goes. */
    public List<Path> directories() {
        if (isOnClassPath(given.get(0))) {
            throw new Failure(
                    ExitCode.USAGE,
                    "A script cannot be written to " + given.get(0) + ".",
                    "Specify the directory of the scripts with --migrations.");
        }
        return given.stream()
                .filter(location -> !isOnClassPath(location))
                .map(this::path)
                .toList();
    }

    /** Tells whether one of the directories defines the database's adapter. */
    public boolean haveAdapter() {
        return given.stream()
                .anyMatch(location ->
                        !isOnClassPath(location) && Files.exists(path(location).resolve("config.py")));
    }

    private Path path(String location) {
        return Target.path(directory, location, "--migrations");
    }

    private static boolean isOnClassPath(String location) {
        return location.startsWith(CLASS_PATH);
    }
}
