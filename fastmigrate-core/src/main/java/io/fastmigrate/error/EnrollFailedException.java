package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** A database could not be enrolled; the database and the migrations directory are unchanged. */
public final class EnrollFailedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    EnrollFailedException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }
}
