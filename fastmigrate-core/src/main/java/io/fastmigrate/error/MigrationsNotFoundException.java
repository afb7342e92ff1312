package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** The location of the scripts does not exist, is not a directory, or cannot be read. */
public final class MigrationsNotFoundException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String location;

    MigrationsNotFoundException(String location, String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
        this.location = location;
    }

    /** Returns the location: an absolute path, or a location on the class path. */
    public String location() {
        return location;
    }
}
