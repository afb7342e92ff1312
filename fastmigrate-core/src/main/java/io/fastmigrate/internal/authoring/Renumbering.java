package io.fastmigrate.internal.authoring;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.script.SquashedRange;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gives a script that was not applied the next free number. Its text and the rest of its name stay. */
public final class Renumbering {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final Pattern NAME = Pattern.compile("([0-9]{4})(-.*\\.(?:sql|py|sh))", Pattern.DOTALL);

    private final ScriptDirectories directories;
    private final Snapshot database;
    private final String databaseName;

    /**
     * Makes it ready.
     *
     * @param database says what was applied; one that is missing or unmanaged says that nothing was
     */
    public Renumbering(List<String> locations, Snapshot database, String databaseName) {
        this.directories = ScriptDirectories.of(locations);
        this.database = database;
        this.databaseName = databaseName;
    }

    /**
     * Renames a script, unless it already has a number above all others.
     *
     * @param script its number, its file name, or its path
     * @param above the number is above it too
     * @return the script, under the name that it has now
     */
    public Path renumber(String script, Version above) {
        Path file = find(script);
        String name = String.valueOf(file.getFileName());
        int number = Integer.parseInt(name.substring(0, 4));
        requireNotApplied(file, name, new Version(number));
        SquashedRange.of(script(file, name)).ifPresent(range -> {
            throw refusal(
                    file,
                    name + " has the number of the last script that it replaces: " + range + ".",
                    "Leave it: databases that ran those scripts know it by this number.");
        });
        Version least = database.version().isAfter(above) ? database.version() : above;
        try {
            if (number > Math.max(directories.highestBut(file), least.number())) {
                return file;
            }
            Path directory = directories.paths().stream()
                    .filter(each -> each.equals(file.getParent()))
                    .findFirst()
                    .orElseThrow();
            return new NumberReservation(directories, directory, file)
                    .take(least, (reservation, padded) -> moved(file, directory.resolve(padded + name.substring(4))));
        } catch (IOException e) {
            throw ScriptDirectories.cannot("Cannot rename " + name + " in", directories.first(), e);
        }
    }

    private static Script script(Path file, String name) {
        Script.Kind kind = name.endsWith(".sql") ? Script.Kind.SQL : Script.Kind.SHELL;
        return Bridge.values()
                .scriptOfFile(
                        new Version(Integer.parseInt(name.substring(0, 4))),
                        kind,
                        file,
                        () -> Files.newInputStream(file));
    }

    private static Path moved(Path file, Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        return Files.move(file, target);
    }

    private Path find(String script) {
        List<Path> scripts = scripts();
        boolean byNumber = NUMBER.matcher(script).matches();
        List<Path> found = scripts.stream()
                .filter(file -> byNumber
                        ? ScriptDirectories.number(String.valueOf(file.getFileName())) == Integer.parseInt(script)
                        : isMeant(file, script))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw InvalidSettingException.of(
                    "There is no script " + script + " in " + text(directories.paths()) + ".",
                    "Specify the number or the file name of a script, such as 0007-add-tags.sql.");
        }
        throw InvalidSettingException.of(
                "There are " + found.size() + " scripts with the "
                        + (byNumber ? "number " + new Version(Integer.parseInt(script)).padded() : "name " + script)
                        + ": "
                        + text(found) + ".",
                "Specify the one that gets another number by its "
                        + (byNumber ? "file name: the one that no database has applied." : "path."));
    }

    private List<Path> scripts() {
        List<Path> scripts = new ArrayList<>();
        for (Path directory : directories.paths()) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file ->
                                NAME.matcher(String.valueOf(file.getFileName())).matches())
                        .sorted()
                        .forEach(scripts::add);
            } catch (IOException e) {
                throw ScriptDirectories.problem(
                        directory,
                        "The migrations directory cannot be read: " + directory + " (" + e + ")",
                        "Create it, correct the path (migrations), or give this user permission to read it.",
                        e);
            }
        }
        return scripts;
    }

    /** By a path that only ends like the script's no other place is meant: it must be its file. */
    private static boolean isMeant(Path file, String script) {
        try {
            Path given = Path.of(script);
            return (given.getNameCount() == 1 && !given.isAbsolute())
                    ? String.valueOf(file.getFileName()).equals(script)
                    : file.equals(given.toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void requireNotApplied(Path file, String name, Version number) {
        if (number.isAfter(database.version())) {
            return;
        }
        Optional<HistoryEntry> entry = database.history().stream()
                .filter(each -> each.version().equals(number))
                .findFirst();
        boolean another = entry.isPresent()
                && !entry.get().fileName().equals(name)
                && scripts().stream()
                        .anyMatch(each -> String.valueOf(each.getFileName())
                                .equals(entry.get().fileName()));
        boolean late = entry.isEmpty()
                && database.history().stream()
                        .anyMatch(each ->
                                number.isAfter(each.from()) && each.version().isAfter(number));
        if (!another && !late && number.isAfter(Version.ZERO)) {
            throw refusal(
                    file,
                    name + " was applied: the database is at version " + database.version() + ": " + databaseName
                            + (entry.isPresent() ? "" : " (its history does not have this number)"),
                    "Leave it: under another number it would run again. What it did wrong, a new script can mend"
                            + " (fastmigrate new).");
        }
    }

    private static InvalidScriptException refusal(Path file, String message, String advice) {
        return Bridge.errors().invalidScript(List.of(file.toString()), null, message, advice);
    }

    private static String text(List<Path> paths) {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }
}
