package io.fastmigrate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told what a run does, on the thread that runs it, except {@link #onOutput}, which may come from another. What a
 * listener throws is logged and never stops or changes the work.
 */
public interface MigrationListener {

    /** Something a person should see; also in the result's warnings. */
    default void onWarning(Warning warning) {}

    /**
     * Another process holds the migration lock, or an application the database. Told about once a second.
     *
     * @param holder who holds the lock; empty for a wait for the database itself
     */
    default void onWaiting(Duration waited, Optional<String> holder) {}

    /**
     * The lock is held, scripts are pending, and the database stands here. Told before {@link #onPlanned}; not told in
     * a rehearsal, whose other events are those of a copy.
     */
    default void onBegun(Status before) {}

    /** The lock is held and these scripts will run. Not told when nothing is pending. */
    default void onPlanned(Plan plan) {}

    /** A backup is being made, before a run or by itself. */
    default void onBackupProgress(BackupProgress progress) {}

    /** A script begins. */
    default void onStarted(Plan.Step step) {}

    /** A script is still running; told between its statements, within long ones, and while a process runs. */
    default void onProgress(Progress progress) {}

    /** A line that a script's process wrote to its standard output or standard error, without its line end. */
    default void onOutput(Script script, String line) {}

    /** A script's change and its version are durable. */
    default void onApplied(HistoryEntry entry) {}

    /** A script failed; the run ends with this error. */
    default void onFailed(ScriptFailedException failure) {}

    /** The run ended with an error of any kind, also before its first script. Not told in a rehearsal. */
    default void onError(FastMigrateException error) {}

    /** The run ended well; also told when nothing was pending. */
    default void onFinished(Report report) {}

    /**
     * How far a script is. Told at most ten times a second.
     *
     * @param bytesRead of the script so far
     * @param bytesTotal of the script; -1 where it is not known
     * @param statements how many have run
     * @param elapsed since the script began
     */
    public record Progress(Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {

        /** Returns how much of the script has been read, 0 to 100, or -1 where its size is not known. */
        public int percent() {
            return bytesTotal <= 0 ? -1 : (int) Math.min(100, bytesRead * 100 / bytesTotal);
        }
    }

    /**
     * How far a backup is. Told at most ten times a second.
     *
     * @param bytesCopied so far
     * @param bytesTotal that the backup will have
     * @param elapsed since the backup began
     */
    public record BackupProgress(long bytesCopied, long bytesTotal, Duration elapsed) {

        /** Returns how much has been copied, 0 to 100. */
        public int percent() {
            return bytesTotal <= 0 ? 100 : (int) Math.min(100, bytesCopied * 100 / bytesTotal);
        }
    }
}
