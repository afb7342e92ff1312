package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** A backup could not be made, or did not pass its check; no part of it is left behind. */
public final class BackupFailedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    BackupFailedException(String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
    }
}
