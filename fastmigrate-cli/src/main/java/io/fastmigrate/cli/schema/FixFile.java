package io.fastmigrate.cli.schema;

import io.fastmigrate.cli.output.Terminal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.cli.problem.Problems;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A new file for a script.
 *
 * @param name as it was given
 */
record FixFile(Terminal terminal, String name) {

    /** Refuses one that is there, before anything is read. */
    void requireNew() {
        if (Files.exists(path())) {
            throw exists();
        }
    }

    void write(String script) {
        try {
            Path parent = path().toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(path(), script, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    name + " cannot be written: " + Problems.reason(e) + ".",
                    "Correct the permissions, or specify another file with --out.");
        }
    }

    private Path path() {
        return terminal.directory().resolve(name);
    }

    private Failure exists() {
        return new Failure(
                ExitCode.FAILED,
                name + " exists already. Nothing was written.",
                "Remove it, or specify another file with --out.");
    }
}
