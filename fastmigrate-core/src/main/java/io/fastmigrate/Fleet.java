package io.fastmigrate;

import io.fastmigrate.model.FleetReport;
import io.fastmigrate.model.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Many databases that are migrated together, each by itself: one for each tenant, say.
 *
 * <pre>{@code
 * FleetReport report = Fleet.of(tenants).workers(4).migrate();
 * report.failed().forEach(failed -> log.error("{}: {}", failed.database(), failed.failure()));
 * }</pre>
 *
 * <p>First all are read, then the canary is migrated: the first that has something pending. If it fails, nothing else is
 * touched; but where the fault is that database's own (the file is damaged, locked, or cannot be written), the next one is
 * the canary. Then come the others. A second run reads those that are done once, and migrates the rest.
 *
 * <p>Immutable: each setting returns another fleet.
 */
public final class Fleet {

    private static final int MOST_WORKERS = 256;

    final List<FastMigrate> databases;
    final int workers;
    final boolean canary;
    final boolean stopOnFailure;
    final Consumer<FleetReport.Outcome> listener;

    private Fleet(
            List<FastMigrate> databases,
            int workers,
            boolean canary,
            boolean stopOnFailure,
            Consumer<FleetReport.Outcome> listener) {
        this.databases = databases;
        this.workers = workers;
        this.canary = canary;
        this.stopOnFailure = stopOnFailure;
        this.listener = listener;
    }

    /** Starts with the databases, in the order in which they are begun. */
    public static Fleet of(Collection<FastMigrate> databases) {
        return new Fleet(
                List.copyOf(databases), Runtime.getRuntime().availableProcessors(), true, false, outcome -> {});
    }

    /**
     * Returns the files below a directory that match a pattern, in the order of their paths: without those that SQLite and
     * fastmigrate put beside a database, such as backups and the copies of rehearsals. Links are followed.
     *
     * @param pattern for paths relative to the directory
     * @param depth how many names such a path may have
     * @throws IOException if a directory cannot be read
     */
    public static List<Path> findFiles(Path directory, PathMatcher pattern, int depth) throws IOException {
        return DatabaseFileSearch.find(directory, pattern, depth);
    }

    /** How many databases are migrated at the same time; as many as there are processors by default. */
    public Fleet workers(int number) {
        if (number < 1 || number > MOST_WORKERS) {
            throw new InvalidSettingException(
                    "workers is no possible number: " + number, "Give it a number from 1 to " + MOST_WORKERS + ".");
        }
        return new Fleet(databases, number, canary, stopOnFailure, listener);
    }

    /** Begins with all of them at once, not with one alone. */
    public Fleet withoutCanary() {
        return new Fleet(databases, workers, false, stopOnFailure, listener);
    }

    /** Begins no further database after one failed; those that run are brought to their end. */
    public Fleet stopOnFailure() {
        return new Fleet(databases, workers, canary, true, listener);
    }

    /** Who is told of each database that is done, on the thread that did it; several threads may tell at once. */
    public Fleet onOutcome(Consumer<FleetReport.Outcome> told) {
        return new Fleet(databases, workers, canary, stopOnFailure, listener.andThen(told));
    }

    /**
     * Migrates every database and returns where each stands. A database that fails is no exception but an outcome.
     * Interrupted, it ends the scripts that run, begins no further database, and leaves the thread interrupted.
     */
    public FleetReport migrate() {
        return new FleetRun(this).run();
    }

    /** Reads every database and returns where each stands: one that has something pending has failed. Never writes. */
    public FleetReport verify() {
        return new FleetRun(this).verify();
    }
}
