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
 * Many databases that are migrated in one run, each separately: for example one for each tenant.
 *
 * <pre>{@code
 * Fleet.Report report = Fleet.of(tenants).workers(4).migrate();
 * report.failed().forEach(failed -> log.error("{}: {}", failed.database(), failed.failure()));
 * }</pre>
 *
 * <p>First all databases are read, then the canary is migrated alone: the first database with pending scripts. If it
 * fails, no other database is changed; but if the cause is that database itself (its file is damaged, locked, or cannot
 * be written), the next one becomes the canary. Then the others are migrated. A second run only reads the databases
 * that are up to date, and migrates the rest.
 *
 * <p>Immutable: each method returns a new fleet.
 */
public final class Fleet {

    private static final int MOST_WORKERS = 256;

    private final List<FastMigrate> databases;
    private final int workers;
    private final boolean canary;
    private final boolean stopOnFailure;
    private final boolean createWhereEmpty;
    private final Consumer<Fleet.Report.Outcome> listener;

    private Fleet(
            List<FastMigrate> databases,
            int workers,
            boolean canary,
            boolean stopOnFailure,
            boolean createWhereEmpty,
            Consumer<Fleet.Report.Outcome> listener) {
        this.databases = databases;
        this.workers = workers;
        this.canary = canary;
        this.stopOnFailure = stopOnFailure;
        this.createWhereEmpty = createWhereEmpty;
        this.listener = listener;
    }

    /** Returns a fleet of these databases, which are migrated in this order. */
    public static Fleet of(Collection<FastMigrate> databases) {
        return new Fleet(
                List.copyOf(databases), Runtime.getRuntime().availableProcessors(), true, false, false, outcome -> {});
    }

    /**
     * Returns the files below a directory that match a pattern, in the order of their paths, without the files that
     * SQLite and fastmigrate create beside a database, such as backups and the copies of rehearsals. Links are
     * followed.
     *
     * @param pattern for paths relative to the directory
     * @param depth the maximum number of names in such a path
     * @throws IOException if a directory cannot be read
     */
    public static List<Path> findFiles(Path directory, PathMatcher pattern, int depth) throws IOException {
        return DatabaseFileSearch.find(directory, pattern, depth);
    }

    /**
     * How many databases to migrate at the same time; the number of processors by default. Of those that share a pool (HikariCP,
     * DBCP 2, Tomcat's) never more than it has connections for.
     */
    public Fleet workers(int number) {
        if (number < 1 || number > MOST_WORKERS) {
            throw InvalidSettingException.of(
                    "workers is not a valid number: " + number, "Give it a number from 1 to " + MOST_WORKERS + ".");
        }
        return new Fleet(databases, number, canary, stopOnFailure, createWhereEmpty, listener);
    }

    /** Does not migrate one database alone before the others. */
    public Fleet withoutCanary() {
        return canary(false);
    }

    /** The opposite of {@link #withoutCanary}; true by default. */
    public Fleet canary(boolean wanted) {
        return new Fleet(databases, workers, wanted, stopOnFailure, createWhereEmpty, listener);
    }

    /** Does not start another database after one has failed; those that are running are completed. */
    public Fleet stopOnFailure() {
        return stopOnFailure(true);
    }

    /** Switches {@link #stopOnFailure()} on or off; false by default. */
    public Fleet stopOnFailure(boolean wanted) {
        return new Fleet(databases, workers, canary, wanted, createWhereEmpty, listener);
    }

    /**
     * Gives each database that is there and empty version 0 before it is migrated, as {@link FastMigrate#create} does; a
     * database or a schema that is not there is never made.
     */
    public Fleet createWhereEmpty() {
        return createWhereEmpty(true);
    }

    /** Switches {@link #createWhereEmpty()} on or off; false by default. */
    public Fleet createWhereEmpty(boolean wanted) {
        return new Fleet(databases, workers, canary, stopOnFailure, wanted, listener);
    }

    /**
     * Called for each completed database, on the thread that migrated it; several threads may call it at the same time.
     */
    public Fleet onOutcome(Consumer<Fleet.Report.Outcome> told) {
        return new Fleet(databases, workers, canary, stopOnFailure, createWhereEmpty, listener.andThen(told));
    }

    /**
     * Migrates every database and returns an outcome for each. A database that fails causes no exception; its outcome
     * says so. If the thread is interrupted, the running scripts are stopped, no further database is started, and the
     * thread stays interrupted.
     */
    public Fleet.Report migrate() {
        return new FleetRun(order()).run();
    }

    /** Reads every database and returns an outcome for each: one with pending scripts has failed. Never writes. */
    public Fleet.Report verify() {
        return new FleetRun(order()).verify();
    }

    private FleetRun.Order order() {
        return new FleetRun.Order(
                databases.stream().map(FastMigrate::engine).toList(),
                workers,
                canary,
                stopOnFailure,
                createWhereEmpty,
                listener);
    }

    /** The outcome of each database of a fleet. */
    public static final class Report {

        private record ReportFacts(List<Outcome> outcomes, Duration took) {}

        private final ReportFacts facts;

        Report(List<Outcome> outcomes, Duration took) {
            this.facts = new ReportFacts(List.copyOf(outcomes), took);
        }

        /** Returns the outcome of each database, in the order of the databases in the fleet. */
        public List<Outcome> outcomes() {
            return facts.outcomes();
        }

        /** Returns how long the whole run took. */
        public Duration took() {
            return facts.took();
        }

        /** The outcome of one database. */
        public enum State {
            /** At least one script ran. */
            MIGRATED,
            /** Nothing was pending; it was only read. */
            UP_TO_DATE,
            FAILED,
            /**
             * Not started, because the canary or (with {@link Fleet#stopOnFailure}) another database failed before, or
             * because the run was interrupted.
             */
            NOT_TRIED
        }

        /** One database. */
        public static final class Outcome {

            private record OutcomeFacts(
                    String database, State state, Optional<Version> version, Optional<FastMigrateException> failure) {}

            private final OutcomeFacts facts;

            Outcome(String database, State state, Optional<Version> version, Optional<FastMigrateException> failure) {
                this.facts = new OutcomeFacts(database, state, version, failure);
            }

            /** Creates the outcome of a database that was migrated. */
            public static Outcome of(FastMigrate database, io.fastmigrate.Report report) {
                State state = report.applied().isEmpty() ? State.UP_TO_DATE : State.MIGRATED;
                return new Outcome(database.databaseName(), state, Optional.of(report.after()), Optional.empty());
            }

            /**
             * Creates the outcome of a database that failed.
             *
             * @param version its version; empty if it cannot be read
             */
            public static Outcome failed(
                    FastMigrate database, Optional<Version> version, FastMigrateException failure) {
                return new Outcome(database.databaseName(), State.FAILED, version, Optional.of(failure));
            }

            /** Returns the name of the database in messages. */
            public String database() {
                return facts.database();
            }

            /** Returns whether it was migrated, was up to date, failed, or was not tried. */
            public State state() {
                return facts.state();
            }

            /** Returns its version; empty if it could not be read. */
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

        /** Returns an empty report, to which {@link #with} adds outcomes. */
        public static Report empty() {
            return new Report(List.of(), Duration.ZERO);
        }

        /**
         * Returns this report with the outcome of one database, which replaces an earlier outcome of the same database.
         */
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

        /** Returns the outcomes of the databases that failed. */
        public List<Outcome> failed() {
            return outcomes().stream()
                    .filter(outcome -> outcome.state() == State.FAILED)
                    .toList();
        }

        /**
         * Returns this report if no database failed.
         *
         * @throws FleetFailedException if a database failed; the message names each one with its reason
         */
        public Report orThrow() {
            if (count(State.FAILED) > 0) {
                throw Bridge.errors().fleetFailed(this);
            }
            return this;
        }

        /** Returns whether every database is at the version of its last script. */
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
