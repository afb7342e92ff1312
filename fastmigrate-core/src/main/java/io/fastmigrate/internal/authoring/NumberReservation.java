package io.fastmigrate.internal.authoring;

import io.fastmigrate.Version;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Gives a script the next free number. Two descriptions are two file names, so a script's own creation does not keep others from
 * its number; a file that is there for as long as it is written or renamed does.
 *
 * @param target directory of the script
 * @param except a script that does not count, as it is about to get the number; the target if there is none
 */
record NumberReservation(ScriptDirectories directories, Path target, Path except) {

    /** Puts the script into its place. */
    @FunctionalInterface
    interface Placing {
        /**
         * Does it, unless there is a file of that name.
         *
         * @param reservation an empty file in the same directory, which may become the script
         */
        Path place(Path reservation, String number) throws IOException;
    }

    /**
     * Returns the script.
     *
     * @param above the number is above it, and above those of all other scripts
     */
    Path take(Version above, Placing placing) throws IOException {
        int number = Math.max(directories.highestBut(except), above.number()) + 1;
        Optional<Path> placed = Optional.empty();
        while (placed.isEmpty()) {
            if (number > ScriptDirectories.HIGHEST) {
                throw Bridge.errors()
                        .invalidScript(
                                List.of(),
                                null,
                                "No number is left: " + ScriptDirectories.HIGHEST + " is taken.",
                                "Numbers have four digits. Squash old scripts and start a new directory.");
            }
            placed = reserve(number, placing);
            number = Math.max(directories.highestBut(except), number) + 1;
        }
        return placed.get();
    }

    private Optional<Path> reserve(int number, Placing placing) throws IOException {
        String padded = new Version(number).padded();
        Path reservation = target.resolve("." + padded + ".fastmigrate-new");
        try {
            Files.createFile(reservation);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            if (directories.highestBut(except) >= number) {
                return Optional.empty();
            }
            Path script = placing.place(reservation, padded);
            DurableFiles.syncDirectory(target);
            return Optional.of(script);
        } finally {
            Files.deleteIfExists(reservation);
        }
    }
}
