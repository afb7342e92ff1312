package io.fastmigrate.internal.engine;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.UndoOutcome;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a failed run was taken back, where that was asked for, or why not. It never throws: the script's own error counts. */
final class RunUndoing {

    private final @Nullable Path backup;
    private final @Nullable UndoOutcome outcome;
    private final @Nullable Throwable failure;

    private RunUndoing(@Nullable Path backup, @Nullable UndoOutcome outcome, @Nullable Throwable failure) {
        this.backup = backup;
        this.outcome = outcome;
        this.failure = failure;
    }

    static RunUndoing none() {
        return new RunUndoing(null, null, null);
    }

    static RunUndoing of(Session<?> session, Path backup) {
        try {
            return new RunUndoing(backup, session.undo(backup), null);
        } catch (RuntimeException | Error e) {
            return new RunUndoing(backup, null, e);
        }
    }

    boolean isRestored() {
        return is(UndoOutcome.Kind.RESTORED);
    }

    boolean isRefused() {
        return is(UndoOutcome.Kind.REFUSED);
    }

    private boolean is(UndoOutcome.Kind kind) {
        return outcome != null && outcome.kind() == kind;
    }

    /** Returns what went wrong with it. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Adds what was not done, and why, to a sentence about where the database stands. */
    String addTo(String state) {
        if (failure != null) {
            String advice = failure instanceof FastMigrateException known ? " " + known.advice() : "";
            return state + "\nThe database could NOT be restored from " + backup + ": " + failure.getMessage() + advice;
        }
        if (outcome == null) {
            return state;
        }
        return outcome.kind() == UndoOutcome.Kind.NOTHING_LEFT
                ? state + " No change of this run is left in it, so the backup was not restored: " + backup + "."
                : state + "\nThe backup was NOT restored, because " + outcome.why() + ". It is " + backup + ".";
    }

    /** Says what each of the two ways loses, between which a person has to choose. */
    String choice(String database) {
        return "Choose: keep the database, with the changes of this run and of others; or restore the backup"
                + " (fastmigrate restore --db " + database + " --discard-newer " + backup
                + "), which undoes this run but loses everything that was committed since the backup was made.";
    }
}
