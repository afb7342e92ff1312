package io.fastmigrate;

import io.fastmigrate.model.DatabaseBehindException;
import io.fastmigrate.model.DatabaseNotFoundException;
import io.fastmigrate.model.DatabaseUnmanagedException;
import io.fastmigrate.model.DatabaseUnusableException;
import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.FleetReport;
import io.fastmigrate.model.FleetReport.Outcome;
import io.fastmigrate.model.FleetReport.State;
import io.fastmigrate.model.LockTimeoutException;
import io.fastmigrate.model.MigrationInterruptedException;
import io.fastmigrate.model.Plan;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.ScriptFailedException;
import io.fastmigrate.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over a {@link Fleet}: read all, migrate the canary, migrate the rest. */
final class FleetRun {

    private static final Logger log = LoggerFactory.getLogger(FleetRun.class);

    private final Fleet fleet;
    private final AtomicReferenceArray<Outcome> outcomes;
    private volatile boolean stopped;

    FleetRun(Fleet fleet) {
        this.fleet = fleet;
        this.outcomes = new AtomicReferenceArray<>(fleet.databases.size());
    }

    FleetReport run() {
        long began = System.nanoTime();
        inParallel(open(), this::survey);
        if (fleet.canary) {
            migrateCanary();
        }
        inParallel(open(), this::migrate);
        return report(began);
    }

    FleetReport verify() {
        long began = System.nanoTime();
        inParallel(
                open(),
                i -> attempt(
                        i,
                        () -> outcome(
                                i,
                                State.UP_TO_DATE,
                                fleet.databases.get(i).verify().version(),
                                null)));
        return report(began);
    }

    private FleetReport report(long began) {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < outcomes.length(); i++) {
            Outcome outcome = outcomes.get(i);
            all.add(outcome != null ? outcome : outcome(i, State.NOT_TRIED, null, null));
        }
        return new FleetReport(all, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Returns those that have no outcome yet, unless the run has ended. */
    private List<Integer> open() {
        return stopped
                ? List.of()
                : IntStream.range(0, outcomes.length())
                        .filter(i -> outcomes.get(i) == null)
                        .boxed()
                        .toList();
    }

    private void survey(int i) {
        attempt(i, () -> {
            Plan plan = fleet.databases.get(i).plan();
            return plan.steps().isEmpty() ? outcome(i, State.UP_TO_DATE, plan.current(), null) : null;
        });
    }

    private void migrate(int i) {
        attempt(i, () -> {
            Report report = fleet.databases.get(i).migrate();
            State state = report.applied().isEmpty() ? State.UP_TO_DATE : State.MIGRATED;
            return outcome(i, state, report.after(), null);
        });
    }

    /** Goes on to the next one only while the fault is the database's own and says nothing about the scripts. */
    private void migrateCanary() {
        for (int i : open()) {
            if (stopped) {
                return;
            }
            migrate(i);
            Outcome outcome = outcomes.get(i);
            if (outcome != null && outcome.state() == State.MIGRATED) {
                return;
            }
            if (outcome == null
                    || outcome.failure()
                            .filter(failure -> !isOfThisDatabaseAlone(fleet.databases.get(i), failure))
                            .isPresent()) {
                stopped = true;
            }
        }
    }

    private static boolean isOfThisDatabaseAlone(FastMigrate database, FastMigrateException failure) {
        if (failure instanceof DatabaseUnusableException unusable) {
            return switch (unusable.problem()) {
                case DISK_FULL, NO_DRIVER, OTHER -> false;
                default -> true;
            };
        }
        return failure instanceof LockTimeoutException
                || failure instanceof DatabaseNotFoundException
                || failure instanceof DatabaseUnmanagedException
                || (failure instanceof ScriptFailedException && database.isDamage(failure));
    }

    private interface Attempt {
        /** Returns null where there is more to do. */
        @Nullable
        Outcome make();
    }

    private void attempt(int i, Attempt attempt) {
        Outcome outcome;
        try {
            outcome = attempt.make();
        } catch (MigrationInterruptedException e) {
            stopped = true;
            return;
        } catch (FastMigrateException e) {
            outcome = outcome(i, State.FAILED, versionAfter(e), e);
            if (fleet.stopOnFailure) {
                stopped = true;
            }
        }
        if (outcome != null) {
            outcomes.set(i, outcome);
            tell(outcome);
        }
    }

    private void tell(Outcome outcome) {
        try {
            fleet.listener.accept(outcome);
        } catch (RuntimeException | Error e) {
            log.warn("A listener failed, which changes nothing for the migration", e);
        }
    }

    private static @Nullable Version versionAfter(FastMigrateException failure) {
        if (failure instanceof DatabaseBehindException behind) {
            return behind.version();
        }
        return failure instanceof ScriptFailedException script ? script.report().after() : null;
    }

    private Outcome outcome(int i, State state, @Nullable Version version, @Nullable FastMigrateException failure) {
        return new Outcome(
                fleet.databases.get(i).databaseName(),
                state,
                Optional.ofNullable(version),
                Optional.ofNullable(failure));
    }

    /** Ends only when every thread has: nothing runs on behind the caller's back. */
    private void inParallel(List<Integer> indexes, IntConsumer work) {
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>(indexes);
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(Math.min(fleet.workers, indexes.size()));
        ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
        for (int worker = 1; worker <= Math.min(fleet.workers, indexes.size()); worker++) {
            Thread thread = new Thread(() -> {
                try {
                    for (Integer i = queue.poll(); i != null && !stopped; i = queue.poll()) {
                        work.accept(i);
                    }
                } catch (RuntimeException | Error e) {
                    stopped = true;
                    broken.add(e);
                } finally {
                    done.countDown();
                }
            });
            thread.setName("fastmigrate-fleet-" + worker);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            threads.add(thread);
            thread.start();
        }
        await(done, threads);
        rethrow(broken.poll());
    }

    private void await(CountDownLatch done, List<Thread> threads) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                stopped = true;
                threads.forEach(Thread::interrupt);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable broken) {
        if (broken instanceof Error error) {
            throw error;
        }
        if (broken instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
