package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.internal.port.ScriptConnection;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Begin, read the version again, compare, run, set the version, write the history, commit: for one script or several, on
 * every database. The database supplies the pieces, and everything is decided here.
 */
public final class UnitOfWork<S extends Step> {

    /** Who is told of a script, and where it starts from. */
    @FunctionalInterface
    public interface Contexts<S> {
        /** Returns the same for the same script, also when that is tried again. */
        StepContext of(S step, Version from);

        /** Returns the checksum of a repeatable script that the database had when the run was planned; empty for none. */
        default Optional<String> recorded(S step) {
            return Optional.empty();
        }

        /** Returns the views that are dropped before a repeatable script runs, in that order. */
        default List<ScriptNames.Made> replaced(S step) {
            return List.of();
        }
    }

    private final ScriptConnection<S> connection;
    private final Contexts<S> contexts;
    private final String appliedBy;
    private final boolean keepsHistory;

    /**
     * Makes what runs any number of units, one after the other.
     *
     * @param appliedBy who the history says applied the scripts
     */
    public UnitOfWork(ScriptConnection<S> connection, Contexts<S> contexts, String appliedBy, boolean keepsHistory) {
        this.connection = connection;
        this.contexts = contexts;
        this.appliedBy = appliedBy;
        this.keepsHistory = keepsHistory;
    }

    /**
     * Runs scripts and sets their versions: all of it or nothing, where they run in a transaction.
     *
     * @param steps one; or several, each of which {@linkplain io.fastmigrate.internal.port.Session#canJoin can join} others
     * @param from the version before the first one
     * @param applied is told what was committed; not of scripts whose version turned out to be reached already
     * @throws StepFailedException if one failed
     */
    public void apply(List<S> steps, Version from, Consumer<HistoryEntry> applied) {
        S first = steps.get(0);
        contexts.of(first, from);
        List<HistoryEntry> entries = unit(connection::failure, () -> {
            connection.prepare(first);
            List<HistoryEntry> done = first.runsInTransaction()
                    ? attempts(steps, () -> inTransaction(steps, from, () -> {}, connection::run))
                    : outside(first, from);
            connection.committed();
            return done;
        });
        entries.forEach(applied);
    }

    /** Brings a database under management by the script that makes the schema which it has already. */
    void enroll(S step) {
        List<S> steps = List.of(step);
        unit(connection::failure, () -> {
            connection.prepare(step);
            connection.prepareToTakeOver();
            attempts(steps, () -> inTransaction(steps, Version.ZERO, connection::createMeta, connection::enroll));
            connection.committed();
            return step;
        });
    }

    /**
     * Brings a database under management whose scripts another tool ran.
     *
     * @param last the script whose version the database gets
     * @param entries what the history says of all of them
     * @param check runs first, when no one else can migrate any more
     * @param beforeCommit runs last, once more at each new attempt; what it throws leaves the database as it was
     */
    public void adopt(S last, List<HistoryEntry> entries, Runnable check, Runnable beforeCommit) {
        unit(connection::failureWithoutScript, () -> {
            connection.prepare();
            connection.prepareToTakeOver();
            return attempts(List.of(), () -> {
                prepareHistory();
                if (entries.stream().anyMatch(HistoryEntry::isRepeatable)) {
                    connection.prepareRepeatable();
                }
                connection.begin();
                check.run();
                connection.createMeta();
                connection.setVersion(last, Version.ZERO);
                for (HistoryEntry entry : entries) {
                    if (keepsHistory || entry.isRepeatable()) {
                        connection.record(entry);
                    }
                }
                beforeCommit.run();
                connection.commit();
                return last;
            });
        });
    }

    /** Writes an entry into the history, and nothing else. */
    void record(HistoryEntry entry) {
        unit(connection::failureWithoutScript, () -> {
            connection.prepare();
            return attempts(List.of(), () -> {
                connection.prepareHistory();
                connection.begin();
                connection.record(entry);
                connection.commit();
                return entry;
            });
        });
    }

    @FunctionalInterface
    private interface Opening {
        void run() throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException, IOException;
    }

    @FunctionalInterface
    private interface Runner<S> {
        void run(S step, StepContext context) throws SQLException, IOException;
    }

    private <T> T unit(Function<Exception, RuntimeException> failure, Work<T> work) {
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            return result;
        } catch (SQLException | IOException | RuntimeException e) {
            throw failure.apply(e);
        } finally {
            connection.finish(done);
        }
    }

    /** Runs a transaction, again and again as long as the database says that this may help. */
    private <T> T attempts(List<S> steps, Work<T> attempt) throws SQLException, IOException {
        ScriptConnection.Retry retry = connection.retry(steps);
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException | IOException | RuntimeException | Error e) {
                connection.rollBack();
                if (!retry.again(e)) {
                    throw e;
                }
            }
        }
    }

    private List<HistoryEntry> inTransaction(List<S> steps, Version before, Opening opening, Runner<S> runner)
            throws SQLException, IOException {
        List<HistoryEntry> entries = new ArrayList<>();
        Version from = before;
        long began = System.nanoTime();
        prepareRecords(steps);
        connection.begin(steps.get(0), contexts.of(steps.get(0), from));
        opening.run();
        for (S step : steps) {
            StepFailedException.requireNotInterrupted();
            StepContext context = contexts.of(step, from);
            if (!isReached(step, from, connection.lockedVersion())) {
                connection.dropToRemake(contexts.replaced(step));
                runner.run(step, context);
                entries.add(keep(step, from, began));
            }
            from = step.versionAfter(from);
            began = System.nanoTime();
        }
        if (entries.isEmpty()) {
            connection.rollBack();
        } else {
            connection.commit();
        }
        return entries;
    }

    /** A script that ran outside a transaction cannot be rolled back; its version is set in a separate one. */
    private List<HistoryEntry> outside(S step, Version from) throws SQLException, IOException {
        long began = System.nanoTime();
        Version now = attempts(List.of(step), () -> {
            prepareRecords(List.of(step)); // before the script, which might delete entries
            return connection.version();
        });
        if (isReached(step, from, now)) {
            return List.of();
        }
        if (step.script().kind().isProcess()) {
            step.requireUnchanged(ScriptBytes.checksum(step.script()));
        }
        connection.runOutside(step, contexts.of(step, from));
        return attempts(List.of(step), () -> {
            prepareRecords(List.of(step));
            connection.begin();
            Version after = connection.versionAfter(step, from);
            if (connection.gaveLockBack() && isReached(step, from, after)) {
                connection.rollBack();
                return List.of(); // who had the lock next found the script's statements done, and set its version
            }
            if (!after.equals(step.versionAfter(from))) {
                requireVersion(from, after);
            }
            HistoryEntry entry = keep(step, from, began);
            connection.forgetCheckpoints(step);
            connection.commit();
            return List.of(entry);
        });
    }

    private void prepareHistory() throws SQLException {
        if (keepsHistory) {
            connection.prepareHistory();
        }
    }

    private void prepareRecords(List<S> steps) throws SQLException {
        prepareHistory();
        for (S step : steps) {
            if (step.script().isRepeatable()) {
                connection.prepareRepeatable();
                return;
            }
        }
    }

    /** Tells whether processes that know nothing of our lock did the work in the meantime. */
    private boolean isReached(S step, Version from, Version now) throws SQLException {
        if (!step.script().isRepeatable() && now.compareTo(step.versionAfter(from)) >= 0) {
            return true;
        }
        requireVersion(from, now);
        return step.script().isRepeatable() && isRecorded(step);
    }

    private boolean isRecorded(S step) throws SQLException {
        Optional<String> recorded = connection.recorded(step.script());
        if (recorded.equals(contexts.recorded(step))) {
            return false;
        }
        if (recorded.equals(Optional.of(step.planned().checksum()))) {
            return true;
        }
        throw StepFailedException.at(
                null,
                "its record in _fastmigrate_repeatable was changed: another program migrates this database at the same"
                        + " time.",
                "End the other program, check the database, and migrate again.",
                null);
    }

    /** Refuses to go on where the version is not the one that the scripts before left. */
    private static void requireVersion(Version from, Version now) {
        if (!now.equals(from)) {
            throw StepFailedException.moved(from, now);
        }
    }

    private HistoryEntry keep(S step, Version from, long began) throws SQLException {
        HistoryEntry entry = step.entry(from, Instant.now(), Duration.ofNanos(System.nanoTime() - began), appliedBy);
        boolean keeps = keepsHistory || entry.isRepeatable();
        connection.keep(step, from, keeps ? Optional.of(entry) : Optional.empty());
        return entry;
    }
}
