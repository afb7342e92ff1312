package io.fastmigrate.cli.command;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the next script of one or more directories, into the first. Any number of writers may do so at once: each gets its own number. */
final class NewScript {

    private static final Pattern DESCRIPTION =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*([-_][\\p{L}\\p{N}\\p{M}]+)*");
    private static final Pattern NUMBERED = Pattern.compile("\\p{Nd}{4}-.*");
    private static final Pattern SCRIPT =
            Pattern.compile("[vV]?(\\p{Nd}{1,4})[-_. ].*\\.(sql|py|sh)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int MAX_DESCRIPTION_BYTES = 200;
    private static final int HIGHEST = 9999;

    private final Path directory;
    private final List<Path> directories;
    private final String description;
    private final Script.Kind kind;

    /**
     * Makes the script ready to be written.
     *
     * @param directories of the scripts; this one goes to the first
     */
    NewScript(List<Path> directories, String description, Script.Kind kind) {
        this.directories = List.copyOf(directories);
        this.directory = directories.get(0);
        this.description = description;
        this.kind = kind;
        check(description);
    }

    private static void check(String description) {
        if (NUMBERED.matcher(description).matches()) {
            throw usage("'" + description + "' contains a number.", "Remove it: the script gets the next number.");
        }
        if (!DESCRIPTION.matcher(description).matches()) {
            throw usage(
                    "'" + description + "' cannot be part of a script's name.",
                    "Use letters, digits and hyphens, without the extension: add-posts.");
        }
        if (description.getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION_BYTES) {
            throw usage("The description is too long for a file name.", "Use at most 200 bytes.");
        }
    }

    private static Failure usage(String message, String advice) {
        return new Failure(ExitCode.USAGE, message, advice);
    }

    /** Writes an empty script; see {@link #write(Version, String)}. */
    Path write(Version database) {
        return write(database, "");
    }

    /**
     * Writes the script, with a number above that of every script and of the database. It is there in whole or not at
     * all, also for those who migrate in the meantime.
     *
     * @param body what stands behind the comments at its head
     * @return the script
     */
    Path write(Version database, String body) {
        try {
            Files.createDirectories(directory);
            int number = Math.max(highest(), database.number()) + 1;
            Optional<Path> written = Optional.empty();
            while (written.isEmpty()) {
                if (number > HIGHEST) {
                    throw new Failure(
                            ExitCode.FAILED,
                            "No number is left: " + HIGHEST + " is taken.",
                            "Numbers have four digits. Squash old scripts and start a new directory.");
                }
                written = reserve(number, body);
                number = Math.max(highest(), number) + 1;
            }
            return written.get();
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, directory + " is not a directory.", "Specify one with --migrations.");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "Cannot write a script in " + directory + ": " + Problems.reason(e) + ".",
                    "Free disk space, correct the directory's permissions, or specify another one with --migrations.");
        }
    }

    /**
     * Takes a number for as long as its script is written. Two descriptions are two file names, so the script's own
     * creation does not keep others from its number; the reservation does.
     */
    private Optional<Path> reserve(int number, String body) throws IOException {
        String padded = new Version(number).padded();
        Path reservation = directory.resolve("." + padded + ".fastmigrate-new");
        try {
            Files.createFile(reservation);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            if (highest() >= number) {
                return Optional.empty();
            }
            String fileName = padded + "-" + description + "." + kind.extension();
            Files.writeString(reservation, head(fileName) + body);
            sync(reservation, StandardOpenOption.WRITE);
            Path script = Files.move(reservation, directory.resolve(fileName));
            syncDirectory();
            return Optional.of(script);
        } finally {
            Files.deleteIfExists(reservation);
        }
    }

    /** A power cut must not leave the script's name without its text: an empty script would count as applied. */
    private static void sync(Path file, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(file, mode)) {
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException {
        try {
            sync(directory, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows opens no directories; there the name is on the disk when it is given.
            return;
        }
    }

    private String head(String fileName) {
        String comment = kind == Script.Kind.SQL ? "-- " : "# ";
        String firstLine = kind == Script.Kind.SHELL ? "#!/bin/sh\n" : "";
        String runs = kind.isProcess() ? comment + "The database's path is the first argument.\n" : "";
        return firstLine + comment + fileName + "\n" + runs;
    }

    /** Returns the highest number of a file that is a script or was meant as one, 0 without one. */
    private int highest() throws IOException {
        int highest = 0;
        for (Path each : directories) {
            if (!Files.isDirectory(each)) {
                throw new Failure(
                        ExitCode.FAILED,
                        each + " is not a directory, so the numbers of its scripts are not known.",
                        "Correct --migrations, or create the directory.");
            }
            highest = Math.max(highest, highestIn(each));
        }
        return highest;
    }

    private static int highestIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> SCRIPT.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .max(Comparator.naturalOrder())
                    .orElse(0);
        }
    }
}
