package io.fastmigrate.schema.internal;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/** What tells one build of a program from another: where its classes are, and when they were written. */
public final class Build {

    private Build() {}

    /** Returns it for the jars or directories of classes; empty where they are in something else, such as a jar within a jar. */
    public static Optional<String> of(Class<?>... classes) {
        StringBuilder all = new StringBuilder();
        for (Class<?> each : classes) {
            CodeSource source = each.getProtectionDomain().getCodeSource();
            if (source == null || source.getLocation() == null) {
                return Optional.empty();
            }
            try {
                Path place = Path.of(source.getLocation().toURI());
                all.append(place).append(' ').append(written(place)).append('\n');
            } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException | IOException e) {
                return Optional.empty();
            }
        }
        return Optional.of(all.toString());
    }

    /** Returns the time of the newest file, in milliseconds. */
    private static long written(Path place) throws IOException {
        long newest = 0;
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.toList()) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return newest;
    }
}
