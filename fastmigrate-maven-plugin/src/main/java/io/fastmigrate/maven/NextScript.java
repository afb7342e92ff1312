package io.fastmigrate.maven;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the next script into the first of some directories. Any number of processes may do so at once, the command line too, and
 * each gets its own number: while a script is written, a file reserves its number.
 */
final class NextScript {

    private static final Pattern DESCRIPTION =
            Pattern.compile("(?!\\p{Nd}{4}-)[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*([-_][\\p{L}\\p{N}\\p{M}]+)*");
    private static final Pattern SCRIPT =
            Pattern.compile("[vV]?(\\p{Nd}{1,4})[-_. ].*\\.(sql|py|sh)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int MAX_DESCRIPTION_BYTES = 200;
    private static final int HIGHEST = 9999;

    private final List<Path> directories;
    private final Path directory;
    private final String description;
    private final Script.Kind kind;

    NextScript(List<Path> directories, String description, Script.Kind kind) {
        this.directories = directories;
        this.directory = directories.get(0);
        this.description = description;
        this.kind = kind;
        boolean fits = description.getBytes(StandardCharsets.UTF_8).length <= MAX_DESCRIPTION_BYTES;
        if (!fits || !DESCRIPTION.matcher(description).matches()) {
            throw InvalidSettingException.of(
                    "'" + description + "' cannot be part of a script's name (fastmigrate.description).",
                    "Use letters, digits and hyphens, at most 200 bytes, without number and extension: add-posts.");
        }
    }

    /**
     * Writes the script whole or not at all.
     *
     * @param database the version that its number has to be above
     */
    Path write(Version database) {
        try {
            Files.createDirectories(directory);
            int number = Math.max(highest(), database.number()) + 1;
            Optional<Path> written = Optional.empty();
            while (written.isEmpty()) {
                if (number > HIGHEST) {
                    throw InvalidSettingException.of(
                            "No number is left: " + HIGHEST + " is taken.",
                            "Numbers have four digits. Squash old scripts and start a new directory.");
                }
                written = reserve(new Version(number).padded());
                number = Math.max(highest(), number) + 1;
            }
            return written.get();
        } catch (IOException e) {
            throw InvalidSettingException.of(
                    "Cannot write a script in " + directory + ": " + e + ".",
                    "Free disk space, correct the directory's permissions, or set fastmigrate.migrations to another one.");
        }
    }

    private Optional<Path> reserve(String number) throws IOException {
        Path reservation = directory.resolve("." + number + ".fastmigrate-new");
        try {
            Files.createFile(reservation);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            if (highest() >= Integer.parseInt(number)) {
                return Optional.empty();
            }
            String fileName = number + "-" + description + "." + kind.extension();
            Files.writeString(reservation, head(fileName));
            try (FileChannel channel = FileChannel.open(reservation, StandardOpenOption.WRITE)) {
                channel.force(true); // after a power cut an empty script would count as applied
            }
            return Optional.of(Files.move(reservation, directory.resolve(fileName)));
        } finally {
            Files.deleteIfExists(reservation);
        }
    }

    private String head(String fileName) {
        String comment = kind == Script.Kind.SQL ? "-- " : "# ";
        String firstLine = kind == Script.Kind.SHELL ? "#!/bin/sh\n" : "";
        String runs = kind.isProcess() ? comment + "The database's path is the first argument.\n" : "";
        return firstLine + comment + fileName + "\n" + runs;
    }

    private int highest() throws IOException {
        int highest = 0;
        for (Path each : directories) {
            if (!Files.isDirectory(each)) {
                throw InvalidSettingException.of(
                        each + " is not a directory, so the numbers of its scripts are not known.",
                        "Correct fastmigrate.migrations, or create the directory.");
            }
            try (Stream<Path> files = Files.list(each)) {
                highest = Math.max(
                        highest,
                        files.map(file -> SCRIPT.matcher(String.valueOf(file.getFileName())))
                                .filter(Matcher::matches)
                                .mapToInt(name -> Integer.parseInt(name.group(1)))
                                .max()
                                .orElse(0));
            }
        }
        return highest;
    }
}
