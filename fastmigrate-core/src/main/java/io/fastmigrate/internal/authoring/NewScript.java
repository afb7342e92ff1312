package io.fastmigrate.internal.authoring;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.file.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Writes the next script of one or more directories, into the first. Any number of writers may do so at once: each gets its own number. */
public final class NewScript {

    private static final Pattern DESCRIPTION =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*([-_][\\p{L}\\p{N}\\p{M}]+)*");
    private static final Pattern NUMBERED = Pattern.compile("\\p{Nd}{4}-.*");
    private static final int MAX_DESCRIPTION_BYTES = 200;

    private final ScriptDirectories directories;
    private final String description;
    private final Script.Kind kind;

    /**
     * Makes the script ready to be written.
     *
     * @param locations of the scripts; this one goes to the first
     */
    public NewScript(List<String> locations, String description, Script.Kind kind) {
        this.description = description;
        this.kind = kind;
        check(description);
        if (kind == Script.Kind.JAVA) {
            throw InvalidSettingException.of(
                    "A Java migration is a class of the application, and no file is written for it.",
                    "Write sql, py or sh, or implement JavaMigration.");
        }
        this.directories = ScriptDirectories.of(locations);
    }

    private static void check(String description) {
        if (NUMBERED.matcher(description).matches()) {
            throw InvalidSettingException.of(
                    "'" + description + "' contains a number.", "Remove it: the script gets the next number.");
        }
        if (!DESCRIPTION.matcher(description).matches()) {
            throw InvalidSettingException.of(
                    "'" + description + "' cannot be part of a script's name.",
                    "Use letters, digits and hyphens, without the extension: add-posts.");
        }
        if (description.getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION_BYTES) {
            throw InvalidSettingException.of("The description is too long for a file name.", "Use at most 200 bytes.");
        }
    }

    /**
     * Writes the script, with a number above that of every script. It is there in whole or not at all, also for those who
     * migrate in the meantime.
     *
     * @param above the number is above it too
     * @param body what stands behind the comments at its head
     * @return the script
     */
    public Path write(Version above, String body) {
        Path directory = directories.first();
        try {
            DurableFiles.createDirectories(directory);
            return new NumberReservation(directories, directory, directory).take(above, (reservation, number) -> {
                String fileName = number + "-" + description + "." + kind.extension();
                // A power cut must not leave the script's name without its text: an empty script would count as
                // applied.
                DurableFiles.write(reservation, (head(fileName) + body).getBytes(StandardCharsets.UTF_8));
                return Files.move(reservation, directory.resolve(fileName));
            });
        } catch (FileAlreadyExistsException e) {
            throw ScriptDirectories.problem(
                    directory, directory + " is not a directory.", "Specify another one (migrations).", e);
        } catch (IOException e) {
            throw ScriptDirectories.cannot("Cannot write a script in", directory, e);
        }
    }

    private String head(String fileName) {
        String comment = kind == Script.Kind.SQL ? "-- " : "# ";
        String firstLine = kind == Script.Kind.SHELL ? "#!/bin/sh\n" : "";
        String runs = kind.isProcess() ? comment + "The database's path is the first argument.\n" : "";
        return firstLine + comment + fileName + "\n" + runs;
    }
}
