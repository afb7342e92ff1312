package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** A table could not be rebuilt; nothing was changed. */
public final class RebuildFailedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    RebuildFailedException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }
}
