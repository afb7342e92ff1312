package io.fastmigrate.internal.port;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A script that a backend has read and knows how to run; made by {@link Backend#plan}. */
public interface Step {

    /** Returns the error about a script that could not be read while a run was planned, or whose reading was interrupted. */
    static FastMigrateException unreadable(Script script, String database, IOException e) {
        return Thread.currentThread().isInterrupted()
                ? Bridge.errors().interruptedWhileWaiting(database)
                : Bridge.errors()
                        .invalidScript(
                                List.of(script.location()),
                                null,
                                script.location() + " cannot be read: " + e,
                                "Give this user read permission on it, or put the file back.");
    }

    Plan.Step planned();

    /** Returns the checksum, which knows the other forms in which a history may have it. */
    default ScriptChecksum checksum() {
        return ScriptChecksum.ofBytes(planned().checksum());
    }

    default Script script() {
        return planned().script();
    }

    /** Returns the version that the database has after the script: a repeatable one leaves it as it is. */
    default Version versionAfter(Version from) {
        return script().isRepeatable() ? from : script().version();
    }

    /** Tells whether all of it runs in the transaction that sets its version. */
    default boolean runsInTransaction() {
        return script().kind() == Script.Kind.JAVA
                || planned().execution() == Plan.Execution.ATOMIC
                || planned().execution() == Plan.Execution.OWN_TRANSACTION;
    }

    /**
     * Compares the script that ran, or is about to run, with the one that was planned.
     *
     * @param checksum of the script now
     * @throws StepFailedException if it is another one
     */
    default void requireUnchanged(String checksum) {
        if (!checksum.equals(planned().checksum())) {
            throw StepFailedException.at(
                    null,
                    "the script was changed between planning and running.",
                    "Make sure that nothing changes the scripts while they run, and migrate again.",
                    null);
        }
    }

    /** Returns what the history keeps of it; all times are cut to whole milliseconds. */
    default HistoryEntry entry(Version from, Instant appliedAt, Duration took, String appliedBy) {
        return HistoryEntry.of(
                        from,
                        versionAfter(from),
                        script().fileName(),
                        script().kind(),
                        planned().checksum(),
                        appliedAt.truncatedTo(ChronoUnit.MILLIS))
                .withTook(took.truncatedTo(ChronoUnit.MILLIS))
                .withAppliedBy(appliedBy);
    }

    /**
     * Asks before it runs whether it may.
     *
     * @param strict whether what no one can mean is an error, not a warning
     * @throws io.fastmigrate.error.InvalidScriptException if it must not, although its database would run it
     */
    default void requireRunnable(boolean strict) {}

    /** Returns what is to be known of the script before it runs. */
    default List<Warning> warnings() {
        return List.of();
    }
}
