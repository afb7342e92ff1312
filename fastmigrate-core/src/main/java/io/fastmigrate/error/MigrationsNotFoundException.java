package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** The place where the scripts should be does not exist, is not a directory, or cannot be read. */
public final class MigrationsNotFoundException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final String location;

    MigrationsNotFoundException(String location, String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
        this.location = location;
    }

    /** Returns the place that was looked at: an absolute path, or a place on the class path. */
    public String location() {
        return location;
    }
}
