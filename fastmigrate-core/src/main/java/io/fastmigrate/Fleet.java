package io.fastmigrate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.fleet.DatabaseFileSearch;
import io.fastmigrate.internal.fleet.FleetRun;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many databases that are migrated together, each by itself: one for each tenant, say.
 *
 * <pre>{@code
 * Fleet.Report report = Fleet.of(tenants).workers(4).migrate();
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

    private final List<FastMigrate> databases;
    private final int workers;
    private final boolean canary;
    private final boolean stopOnFailure;
    private final Consumer<Fleet.Report.Outcome> listener;

    private Fleet(
            List<FastMigrate> databases,
            int workers,
            boolean canary,
            boolean stopOnFailure,
            Consumer<Fleet.Report.Outcome> listener) {
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
            throw InvalidSettingException.of(
                    "workers is not a valid number: " + number, "Give it a number from 1 to " + MOST_WORKERS + ".");
        }
        return new Fleet(databases, number, canary, stopOnFailure, listener);
    }

    /** Begins with all of them at once, not with one alone. */
    public Fleet withoutCanary() {
        return canary(false);
    }

    /** The opposite of {@link #withoutCanary}; true by default. */
    public Fleet canary(boolean wanted) {
        return new Fleet(databases, workers, wanted, stopOnFailure, listener);
    }

    /** Begins no further database after one failed; those that run are brought to their end. */
    public Fleet stopOnFailure() {
        return stopOnFailure(true);
    }

    /** Switches {@link #stopOnFailure()} on or off; false by default. */
    public Fleet stopOnFailure(boolean wanted) {
        return new Fleet(databases, workers, canary, wanted, listener);
    }

    /** Who is told of each database that is done, on the thread that did it; several threads may tell at once. */
    public Fleet onOutcome(Consumer<Fleet.Report.Outcome> told) {
        return new Fleet(databases, workers, canary, stopOnFailure, listener.andThen(told));
    }

    /**
     * Migrates every database and returns where each stands. A database that fails is no exception but an outcome.
     * Interrupted, it ends the scripts that run, begins no further database, and leaves the thread interrupted.
     */
    public Fleet.Report migrate() {
        return new FleetRun(order()).run();
    }

    /** Reads every database and returns where each stands: one that has something pending has failed. Never writes. */
    public Fleet.Report verify() {
        return new FleetRun(order()).verify();
    }

    private FleetRun.Order order() {
        return new FleetRun.Order(
                databases.stream().map(FastMigrate::engine).toList(), workers, canary, stopOnFailure, listener);
    }

    /** Where each of many databases stands after they were migrated together. */
    public static final class Report {

        private record ReportFacts(List<Outcome> outcomes, Duration took) {}

        private final ReportFacts facts;

        Report(List<Outcome> outcomes, Duration took) {
            facts = new ReportFacts(List.copyOf(outcomes), took);
        }

        /** Returns what became of each database, in the order in which the databases were given. */
        public List<Outcome> outcomes() {
            return facts.outcomes();
        }

        /** Returns how long the whole run took. */
        public Duration took() {
            return facts.took();
        }

        /** What became of one database. */
        public enum State {
            /** At least one script ran. */
            MIGRATED,
            /** Nothing was pending; it was only read. */
            UP_TO_DATE,
            FAILED,
            /** Not begun, since the canary or, where that was asked for, another one failed before, or the run was interrupted. */
            NOT_TRIED
        }

        /** One database. */
        public static final class Outcome {

            private record OutcomeFacts(
                    String database, State state, Optional<Version> version, Optional<FastMigrateException> failure) {}

            private final OutcomeFacts facts;

            Outcome(String database, State state, Optional<Version> version, Optional<FastMigrateException> failure) {
                facts = new OutcomeFacts(database, state, version, failure);
            }

            /** Makes the outcome of a database that was migrated. */
            public static Outcome of(FastMigrate database, io.fastmigrate.Report report) {
                State state = report.applied().isEmpty() ? State.UP_TO_DATE : State.MIGRATED;
                return new Outcome(database.databaseName(), state, Optional.of(report.after()), Optional.empty());
            }

            /**
             * Makes the outcome of a database that failed.
             *
             * @param version where it stands; empty where that cannot be read
             */
            public static Outcome failed(
                    FastMigrate database, Optional<Version> version, FastMigrateException failure) {
                return new Outcome(database.databaseName(), State.FAILED, version, Optional.of(failure));
            }

            /** Returns what messages call the database. */
            public String database() {
                return facts.database();
            }

            /** Returns what became of it. */
            public State state() {
                return facts.state();
            }

            /** Returns where it stands; empty where that could not be read. */
            public Optional<Version> version() {
                return facts.version();
            }

            /** Returns why it failed. */
            public Optional<FastMigrateException> failure() {
                return facts.failure();
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Outcome same && facts.equals(same.facts);
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

        /** Returns a report on no database, for {@link #with} to add to. */
        public static Report empty() {
            return new Report(List.of(), Duration.ZERO);
        }

        /** Returns this report with the outcome of one more database, in place of what it said of that one before. */
        public Report with(Outcome outcome) {
            List<Outcome> all = new ArrayList<>(outcomes());
            all.removeIf(other -> other.database().equals(outcome.database()));
            all.add(outcome);
            return new Report(all, took());
        }

        /** Returns the number of databases in this state. */
        public int count(State state) {
            return (int) outcomes().stream()
                    .filter(outcome -> outcome.state() == state)
                    .count();
        }

        /** Returns those that failed. */
        public List<Outcome> failed() {
            return outcomes().stream()
                    .filter(outcome -> outcome.state() == State.FAILED)
                    .toList();
        }

        /**
         * Returns this report where none failed.
         *
         * @throws FleetFailedException if one did; it names them with their reasons
         */
        public Report orThrow() {
            if (count(State.FAILED) > 0) {
                throw Bridge.errors().fleetFailed(this);
            }
            return this;
        }

        /** Tells whether every database is where its scripts end. */
        public boolean isComplete() {
            return outcomes().stream()
                    .allMatch(outcome -> outcome.state() == State.MIGRATED || outcome.state() == State.UP_TO_DATE);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Report same && facts.equals(same.facts);
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
