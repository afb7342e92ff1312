package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the runs of one database: the one that is on, and how the last one ended. Thread safe. A
 * run belongs to the thread it is on; what other threads tell in the meantime, of a rehearsal, say, is passed over.
 */
public final class RunState implements MigrationListener {

    /** How a run ended. */
    public enum Outcome {
        NOTHING_PENDING,
        MIGRATED,
        FAILED,
        INTERRUPTED
    }

    /**
     * A run that ended.
     *
     * @param from null when the database's version was not known
     * @param to null when the database's version is not known
     */
    public record Ended(
            Outcome outcome,
            Instant began,
            Duration took,
            @Nullable Version from,
            @Nullable Version to,
            @Nullable Report report,
            @Nullable FastMigrateException error) {}

    /**
     * A run that is on.
     *
     * @param before where the database stood; null until the lock is held
     * @param script the one that runs; null before the first
     * @param progress of that script; null where nothing is known
     * @param waitingFor who holds the lock or the database; null when no one is waited for
     */
    public record Running(
            Instant began,
            @Nullable Status before,
            List<HistoryEntry> applied,
            @Nullable Script script,
            MigrationListener.@Nullable Progress progress,
            @Nullable String waitingFor) {

        public int total() {
            return before == null ? 0 : before.pending().size();
        }

        /** Returns how many scripts ran before the one that runs. */
        public int done() {
            return before == null || script == null
                    ? 0
                    : Math.max(0, before.pending().indexOf(script));
        }

        /** Returns how much of the run is done, 0 to 99: each script counts the same, the one that runs by its bytes. */
        public int percent() {
            if (total() == 0) {
                return 0;
            }
            int current = progress == null ? 0 : Math.max(0, progress.percent());
            return Math.min(99, (100 * done() + current) / total());
        }

        public Duration elapsed() {
            return Duration.between(began, Instant.now());
        }

        /** Returns where the database stands now; empty until the lock is held. */
        public Optional<Status> status() {
            return Optional.ofNullable(before).map(status -> status.withApplied(applied));
        }
    }

    /**
     * What was found when the database was compared with what its scripts make.
     *
     * @param objects what differs, each with the change
     */
    public record Drift(State state, List<String> objects) {

        /** Whether something differs. */
        public enum State {
            NONE,
            FOUND,
            UNKNOWN
        }

        public Drift {
            objects = List.copyOf(objects);
        }
    }

    private final String database;
    private final List<RunObserver> observers;
    private @Nullable Thread owner;
    private boolean starts;
    private Instant began = Instant.EPOCH;
    private @Nullable Status before;
    private List<HistoryEntry> applied = List.of();
    private @Nullable Script script;
    private long scriptBegan;
    private MigrationListener.@Nullable Progress progress;
    private @Nullable String waitingFor;
    private @Nullable Ended last;
    private @Nullable Version reached;
    private @Nullable Drift drift;

    RunState(String database, List<RunObserver> observers) {
        this.database = database;
        this.observers = observers;
    }

    /** Returns the run that is on. */
    public synchronized Optional<Running> running() {
        return owner == null
                ? Optional.empty()
                : Optional.of(new Running(began, before, applied, script, progress, waitingFor));
    }

    /** Returns how the last run ended. */
    public synchronized Optional<Ended> last() {
        return Optional.ofNullable(last);
    }

    /** Returns the version that this process found or brought the database to; what it works with is no older. */
    public synchronized Optional<Version> reached() {
        return Optional.ofNullable(reached);
    }

    /** Begins the run of a start, which makes the database where there is none, on this thread. */
    public synchronized void starting() {
        begin();
        starts = true;
    }

    /** Ends the run of a start that failed. */
    public void failed(FastMigrateException error) {
        synchronized (this) {
            starts = false;
        }
        onError(error);
    }

    /** Takes note of a database that was found where it is expected. */
    public synchronized void verified(Version version) {
        reached = version;
    }

    /** Takes note of a comparison. */
    public synchronized void compared(Drift found) {
        drift = found;
    }

    /** Returns what the comparison of the start found; empty without one. */
    public synchronized Optional<Drift> drift() {
        return Optional.ofNullable(drift);
    }

    private void begin() {
        owner = Thread.currentThread();
        starts = false;
        began = Instant.now();
        before = null;
        applied = List.of();
        script = null;
        progress = null;
        waitingFor = null;
    }

    @Override
    public void onWaiting(Duration waited, Optional<String> holder) {
        ifMine(() -> waitingFor = holder.orElse("the database"));
    }

    @Override
    public void onBegun(Status status) {
        synchronized (this) {
            if (owner != Thread.currentThread()) {
                begin();
            }
            before = status;
            waitingFor = null;
        }
        tell(observer -> observer.begun(database, status));
    }

    @Override
    public void onStarted(Plan.Step step) {
        ifMine(() -> {
            script = step.script();
            scriptBegan = System.nanoTime();
            progress = null;
        });
    }

    @Override
    public void onProgress(MigrationListener.Progress now) {
        ifMine(() -> {
            progress = now;
            waitingFor = null;
        });
    }

    @Override
    public void onApplied(HistoryEntry entry) {
        boolean mine = ifMine(() -> {
            List<HistoryEntry> more = new ArrayList<>(applied);
            more.add(entry);
            applied = List.copyOf(more);
        });
        if (mine) {
            tell(observer -> observer.applied(database, entry));
        }
    }

    @Override
    public void onFinished(Report report) {
        Outcome outcome = report.applied().isEmpty() ? Outcome.NOTHING_PENDING : Outcome.MIGRATED;
        boolean rehearsed = outcome == Outcome.MIGRATED && !isMine();
        if (!rehearsed) {
            end(outcome, report, null);
        }
    }

    @Override
    public void onError(FastMigrateException error) {
        boolean missing = error instanceof DatabaseNotFoundException || error instanceof DatabaseUnmanagedException;
        synchronized (this) {
            if (starts && missing && isMine()) {
                return;
            }
        }
        boolean interrupted = error instanceof MigrationInterruptedException;
        end(interrupted ? Outcome.INTERRUPTED : Outcome.FAILED, null, error);
    }

    private void end(Outcome outcome, @Nullable Report report, @Nullable FastMigrateException error) {
        Ended ended;
        Script unfinished;
        Duration took;
        synchronized (this) {
            if (owner != null && owner != Thread.currentThread()) {
                return;
            }
            if (owner == null) {
                begin();
            }
            Version from = report != null ? report.before() : before == null ? null : before.version();
            Version to = report != null ? report.after() : standing();
            ended = new Ended(outcome, began, Duration.between(began, Instant.now()), from, to, report, error);
            unfinished = error != null && script != null && applied.size() < total() ? script : null;
            took = Duration.ofNanos(System.nanoTime() - scriptBegan);
            last = ended;
            reached = report != null ? report.after() : reached;
            owner = null;
        }
        if (unfinished != null) {
            Script stopped = unfinished;
            tell(observer -> observer.stopped(database, stopped.kind(), took, outcome));
        }
        tell(observer -> observer.ended(database, ended));
    }

    private int total() {
        return before == null ? 0 : before.pending().size();
    }

    private @Nullable Version standing() {
        return applied.isEmpty()
                ? before == null ? null : before.version()
                : applied.get(applied.size() - 1).version();
    }

    private synchronized boolean isMine() {
        return owner == Thread.currentThread();
    }

    private synchronized boolean ifMine(Runnable change) {
        if (owner != Thread.currentThread()) {
            return false;
        }
        change.run();
        return true;
    }

    private void tell(Consumer<RunObserver> event) {
        observers.forEach(event);
    }
}
