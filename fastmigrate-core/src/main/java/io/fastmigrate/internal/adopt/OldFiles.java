package io.fastmigrate.internal.adopt;

import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories in which another tool's scripts are. */
record OldFiles(List<Path> directories) {

    Optional<Path> find(String relative) {
        return directories.stream()
                .map(directory -> directory.resolve(relative))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    byte[] read(String relative) {
        Path file = find(relative).orElseThrow(() -> missing(relative));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private EnrollFailedException missing(String relative) {
        return refusal(
                "The script " + relative + " was applied, but is not in "
                        + (directories.isEmpty() ? "any directory, because none is specified" : directories)
                        + ".",
                "Specify its directory (--from), or write the whole schema as one script (--squash).");
    }

    /** Lists the files below all directories, as paths relative to them. */
    List<String> all() {
        return directories.stream().flatMap(OldFiles::below).sorted().toList();
    }

    private static Stream<String> below(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw refusal("There is no directory " + directory + ".", "Correct the path of the old scripts (--from).");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static EnrollFailedException unreadable(Path path, IOException e) {
        return Bridge.errors()
                .enrollFailed(path + " cannot be read: " + e, "Give this user permission to read the old scripts.", e);
    }

    static EnrollFailedException refusal(String message, String advice) {
        return Bridge.errors().enrollFailed(message, advice + " Nothing was changed.", null);
    }
}
