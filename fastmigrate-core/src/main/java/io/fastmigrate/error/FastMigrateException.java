package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of all errors of fastmigrate. The message says what happened and where; {@link #advice()} says what to
 * do. Texts are for people and may change: branch on the type and its accessors.
 */
public abstract sealed class FastMigrateException extends RuntimeException
        permits BackupFailedException,
                ChangedScriptException,
                DatabaseAheadException,
                DatabaseBehindException,
                DatabaseManagedException,
                DatabaseNotFoundException,
                DatabaseUnmanagedException,
                DatabaseUnusableException,
                EnrollFailedException,
                FleetFailedException,
                InvalidScriptException,
                InvalidSettingException,
                LateScriptException,
                LockTimeoutException,
                MigrationInterruptedException,
                MigrationsNotFoundException,
                RebuildFailedException,
                ScriptFailedException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    FastMigrateException(String message, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
    }

    /** Returns a sentence that says what to do. */
    public String advice() {
        return advice;
    }
}
