package io.fastmigrate.internal.adapter;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.StepFailedException;
import org.jspecify.annotations.Nullable;

/** A hook failed, or its thread was interrupted: in sentences for people, and without secrets. */
final class HookFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean interrupted;

    private HookFailedException(String message, String advice, boolean interrupted, @Nullable Throwable cause) {
        super(message, cause);
        this.advice = advice;
        this.interrupted = interrupted;
    }

    static HookFailedException of(String message, String advice, @Nullable Throwable cause) {
        return new HookFailedException(message, advice, false, cause);
    }

    static HookFailedException interrupted(String message) {
        return new HookFailedException(message, "", true, null);
    }

    /** Returns it as the failure of the script that runs. */
    StepFailedException ofScript(String state, String stateAdvice) {
        return interrupted
                ? StepFailedException.interrupted(getMessage() + state, stateAdvice)
                : StepFailedException.at(null, getMessage() + state, advice + stateAdvice, getCause());
    }

    /** Returns it as a failure of the database. */
    FastMigrateException ofDatabase(String database, String moreAdvice) {
        return interrupted
                ? Bridge.errors().interruptedWhileWaiting(database)
                : Bridge.errors()
                        .databaseUnusable(
                                database,
                                DatabaseUnusableException.Problem.ADAPTER_FAILED,
                                getMessage(),
                                advice + moreAdvice,
                                getCause());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
