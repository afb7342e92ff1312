package io.fastmigrate.internal.port;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script failed: what the backend knows of it. The engine makes of it an error with the report so far. */
public final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Script.@Nullable Position position;
    private final String advice;
    private final boolean interrupted;
    private String aftermath = "";

    private StepFailedException(
            Script.@Nullable Position position,
            String message,
            String advice,
            boolean interrupted,
            @Nullable Throwable cause) {
        super(message, cause);
        this.position = position;
        this.advice = advice;
        this.interrupted = interrupted;
    }

    /** Makes an error that says what happened and what to do, but not where the script is: the engine adds that. */
    public static StepFailedException at(
            Script.@Nullable Position position, String message, String advice, @Nullable Throwable cause) {
        return new StepFailedException(position, message, advice, false, cause);
    }

    /** Makes the error of a script that was stopped because the thread was interrupted, and left nothing behind. */
    public static StepFailedException interrupted() {
        return interrupted("", "");
    }

    /**
     * Makes the error of a script that was stopped because the thread was interrupted, and may have left something.
     *
     * @param message whole sentences: what there may be
     * @param advice what to do about it; empty where nothing needs to be done
     */
    public static StepFailedException interrupted(String message, String advice) {
        return new StepFailedException(null, message, advice, true, null);
    }

    /** Stops a script whose thread was interrupted, before it does anything more. */
    public static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
    }

    /** Makes the error of a script that cannot be read when its turn comes. */
    public static StepFailedException unreadable(IOException e) {
        return Thread.currentThread().isInterrupted()
                ? interrupted()
                : at(null, "the script cannot be read: " + e, "Put it back, or give this user read permission.", e);
    }

    /** Makes the error of a script that must not run, since the database is not where the run left it. */
    public static StepFailedException moved(Version from, Version now) {
        return at(
                null,
                "the version went from " + from + " to " + now
                        + ": another program migrates this database at the same time.",
                "End the other program, check the database, and migrate again.",
                null);
    }

    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }

    public String advice() {
        return advice;
    }

    /** Says what to do about what the script may have left behind in the database; no one need where that is undone. */
    public StepFailedException leaving(String sentence) {
        aftermath = sentence;
        return this;
    }

    /** Returns what to do about what the script may have left behind; empty where it leaves nothing. */
    public String aftermath() {
        return aftermath;
    }

    public boolean isInterrupted() {
        return interrupted;
    }
}
