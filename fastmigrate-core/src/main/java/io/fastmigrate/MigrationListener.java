package io.fastmigrate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** How far a script is. Told at most ten times a second. */
    public static final class Progress {

        private record ProgressFacts(
                Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {}

        private final ProgressFacts facts;

        Progress(Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {
            facts = new ProgressFacts(script, bytesRead, bytesTotal, statements, elapsed);
        }

        /** Returns the script that runs. */
        public Script script() {
            return facts.script();
        }

        /** Returns how many bytes of the script have been read so far. */
        public long bytesRead() {
            return facts.bytesRead();
        }

        /** Returns how many bytes the script has; -1 where it is not known. */
        public long bytesTotal() {
            return facts.bytesTotal();
        }

        /** Returns how many statements have run. */
        public long statements() {
            return facts.statements();
        }

        /** Returns the time since the script began. */
        public Duration elapsed() {
            return facts.elapsed();
        }

        /** Returns how much of the script has been read, 0 to 100, or -1 where its size is not known. */
        public int percent() {
            return bytesTotal() <= 0 ? -1 : (int) Math.min(100, bytesRead() * 100 / bytesTotal());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Progress same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }

    /** How far a backup is. Told at most ten times a second. */
    public static final class BackupProgress {

        private record BackupProgressFacts(long bytesCopied, long bytesTotal, Duration elapsed) {}

        private final BackupProgressFacts facts;

        BackupProgress(long bytesCopied, long bytesTotal, Duration elapsed) {
            facts = new BackupProgressFacts(bytesCopied, bytesTotal, elapsed);
        }

        /** Returns how many bytes have been copied so far. */
        public long bytesCopied() {
            return facts.bytesCopied();
        }

        /** Returns how many bytes the backup will have. */
        public long bytesTotal() {
            return facts.bytesTotal();
        }

        /** Returns the time since the backup began. */
        public Duration elapsed() {
            return facts.elapsed();
        }

        /** Returns how much has been copied, 0 to 100. */
        public int percent() {
            return bytesTotal() <= 0 ? 100 : (int) Math.min(100, bytesCopied() * 100 / bytesTotal());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BackupProgress same && facts.equals(same.facts);
        }

        @Override
        public int hashCode() {
            return facts.hashCode();
        }

        @Override
        public String toString() {
            return facts.toString().replaceFirst("Facts", "");
        }
    }
}
