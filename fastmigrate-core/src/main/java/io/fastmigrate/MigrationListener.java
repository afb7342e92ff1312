package io.fastmigrate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a run, on the thread that migrates, except {@link #onOutput}, which another thread may call.
 * Exceptions of a listener are logged and never stop or change the run.
 */
public interface MigrationListener {

    /** There is a warning, which is also in the result. */
    default void onWarning(Warning warning) {}

    /**
     * The run waits, because another process holds the migration lock, another session holds what a script needs, or
     * another program has locked the database. Called about once a second; while a script waits on a server, between its tries.
     *
     * @param holder the holder of the lock, in words for people; empty during a wait for the database itself
     */
    default void onWaiting(Duration waited, Optional<String> holder) {}

    /**
     * The run has the migration lock, and scripts are pending. Called before {@link #onPlanned}; not called in a
     * rehearsal, whose other events concern a copy.
     */
    default void onBegun(Status before) {}

    /** The run has the migration lock and will run these scripts. Not called if no script is pending. */
    default void onPlanned(Plan plan) {}

    /** A backup is being made, before a run or by {@link FastMigrate#backUp}. */
    default void onBackupProgress(BackupProgress progress) {}

    /** A script starts. */
    default void onStarted(Plan.Step step) {}

    /** A script is still running; called between its statements, during long ones, and while a process runs. */
    default void onProgress(Progress progress) {}

    /** A script's process wrote a line to its standard output or standard error. */
    default void onOutput(Script script, String line) {}

    /** A script was applied: its changes and its version are durable. */
    default void onApplied(HistoryEntry entry) {}

    /** A script failed; the run ends with this error. */
    default void onFailed(ScriptFailedException failure) {}

    /** The run ended with an error of any kind, also before its first script. Not called in a rehearsal. */
    default void onError(FastMigrateException error) {}

    /** The run succeeded; also called if no script was pending. */
    default void onFinished(Report report) {}

    /** The progress of a script. Reported at most ten times a second. */
    public static final class Progress {

        private record ProgressFacts(
                Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {}

        private final ProgressFacts facts;

        Progress(Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {
            this.facts = new ProgressFacts(script, bytesRead, bytesTotal, statements, elapsed);
        }

        /** Returns the running script. */
        public Script script() {
            return facts.script();
        }

        /** Returns how many bytes of the script have been read so far. */
        public long bytesRead() {
            return facts.bytesRead();
        }

        /** Returns the size of the script in bytes; -1 if unknown. */
        public long bytesTotal() {
            return facts.bytesTotal();
        }

        /** Returns how many statements have run. */
        public long statements() {
            return facts.statements();
        }

        /** Returns the time since the script started. */
        public Duration elapsed() {
            return facts.elapsed();
        }

        /** Returns how much of the script has been read, 0 to 100, or -1 if its size is unknown. */
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

    /** The progress of a backup. Reported at most ten times a second. */
    public static final class BackupProgress {

        private record BackupProgressFacts(long bytesCopied, long bytesTotal, Duration elapsed) {}

        private final BackupProgressFacts facts;

        BackupProgress(long bytesCopied, long bytesTotal, Duration elapsed) {
            this.facts = new BackupProgressFacts(bytesCopied, bytesTotal, elapsed);
        }

        /** Returns how many bytes have been copied so far. */
        public long bytesCopied() {
            return facts.bytesCopied();
        }

        /** Returns the final size of the backup in bytes. */
        public long bytesTotal() {
            return facts.bytesTotal();
        }

        /** Returns the time since the backup started. */
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
