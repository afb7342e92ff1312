package io.fastmigrate.internal.adopt;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.DurableFiles;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.script.ScriptBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that the new scripts go to: there whole or not at all.
 *
 * @param path absolute
 */
record NewDirectory(Path path) {

    private boolean isThere() {
        return Files.exists(path) && !isEmptyDirectory();
    }

    private boolean isEmptyDirectory() {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells whether the very scripts are in it: a run that was killed right before its end leaves just these; so does one on
     * another copy.
     *
     * @throws EnrollFailedException if something else is
     */
    boolean holds(Path scripts) throws IOException {
        if (!isThere()) {
            return false;
        }
        if (!holdsTheSame(scripts, path)) {
            throw OldFiles.refusal(
                    "The directory for the new scripts is not empty: " + path, "Specify a new one (--migrations).");
        }
        return true;
    }

    private static boolean holdsTheSame(Path one, Path other) throws IOException {
        List<String> names = names(one);
        if (!Files.isDirectory(other) || !names.equals(names(other))) {
            return false;
        }
        for (String name : names) {
            Path file = other.resolve(name);
            if (!Files.isRegularFile(file) || !ScriptBytes.areEqual(one.resolve(name), file)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the paths of all files below it. */
    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns a private directory beside it, so that scripts get from there to their place by one renaming. */
    RehearsalDirectory draft() {
        try {
            Path parent = path.getParent();
            Path above = parent == null ? path : parent;
            while (Files.notExists(above) && above.getParent() != null) {
                above = above.getParent();
            }
            return RehearsalDirectory.forAdoption(above, path);
        } catch (IOException e) {
            throw cannot("Cannot create a directory beside ", e);
        }
    }

    void makeParents() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            DurableFiles.createDirectories(parent);
        }
    }

    /** Moves the scripts here; returns false where they are here already. */
    boolean take(Path scripts) {
        try {
            if (isThere() && holdsTheSame(scripts, path)) {
                return false;
            }
            Files.deleteIfExists(path);
            Files.move(scripts, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncName(path);
            return true;
        } catch (IOException e) {
            throw cannot("The scripts cannot be moved to ", e);
        }
    }

    void remove() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // They are copies; nothing depends on them, and the same command takes them as they are.
        }
    }

    EnrollFailedException cannot(String what, IOException e) {
        PlaceProblem found = PlaceProblem.of(path, e);
        return Bridge.errors()
                .enrollFailed(what + path + " (" + found.reason() + "). Nothing was changed.", found.advice(), e);
    }
}
