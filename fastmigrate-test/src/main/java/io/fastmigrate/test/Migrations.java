package io.fastmigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of scripts that a test writes.
 *
 * @param directory the directory, which exists
 */
public record Migrations(Path directory) {

    /** Creates the directory if it does not exist. */
    public Migrations {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a script, or replaces it. The name of a repeatable one begins with its folder, {@code repeatable/}. */
    public Migrations with(String fileName, String text) throws IOException {
        Path file = directory.resolve(fileName);
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return this;
    }

    /** Removes a script. */
    public Migrations without(String fileName) throws IOException {
        Files.delete(directory.resolve(fileName));
        return this;
    }
}
