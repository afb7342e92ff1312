package io.fastmigrate.schema.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where programs of a user keep what they can make again (XDG Base Directory Specification; on Windows the local application data). */
public final class UserCache {

    private UserCache() {}

    /**
     * Returns the directory, which need not be there.
     *
     * @param home of the user; where it is not there, as for many users of services, there is no such directory
     */
    public static Optional<Path> directory(Map<String, String> environment, Path home) {
        Optional<Path> set = absolute(environment, "XDG_CACHE_HOME").or(() -> absolute(environment, "LOCALAPPDATA"));
        return set.isPresent() || !home.isAbsolute() || !Files.isDirectory(home)
                ? set
                : Optional.of(home.resolve(".cache"));
    }

    /** By that specification a relative path is to be ignored. */
    private static Optional<Path> absolute(Map<String, String> environment, String name) {
        try {
            return Optional.ofNullable(environment.get(name)).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
