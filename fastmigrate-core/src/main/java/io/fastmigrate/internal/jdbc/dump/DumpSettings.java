package io.fastmigrate.internal.jdbc.dump;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person says of backups of databases that are no file.
 *
 * @param directory where they go; empty for the directory {@code backups}, or beside a database that is a file
 * @param program that makes them; empty for the one that is found
 * @param timeout how long it may take; empty for no limit
 */
public record DumpSettings(Optional<Path> directory, Optional<String> program, Optional<Duration> timeout) {

    /** Nothing is said. */
    public static final DumpSettings NONE = new DumpSettings(Optional.empty(), Optional.empty(), Optional.empty());
}
