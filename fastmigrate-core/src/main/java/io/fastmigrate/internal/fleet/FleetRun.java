package io.fastmigrate.internal.fleet;

import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over many databases: read all, migrate the canary, migrate the rest. */
public final class FleetRun {

    private static final Logger log = LoggerFactory.getLogger("io.fastmigrate");

    /**
     * What a run is asked for.
     *
     * @param databases in the order in which they are migrated
     * @param workers how many are migrated at the same time
     * @param canary whether one is migrated alone first
     * @param stopOnFailure whether no other one is begun after a failure
     * @param createWhereEmpty whether one that is there and empty gets version 0 first
     * @param listener is told of each database that is done
     */
    public record Order(
            List<Engine<?>> databases,
            int workers,
            boolean canary,
            boolean stopOnFailure,
            boolean createWhereEmpty,
            Consumer<Outcome> listener) {}

    private final Order fleet;
    private final AtomicReferenceArray<Outcome> outcomes;
    private final Set<Integer> toCreate = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public FleetRun(Order fleet) {
        this.fleet = fleet;
        this.outcomes = new AtomicReferenceArray<>(fleet.databases().size());
    }

    public Fleet.Report run() {
        long began = System.nanoTime();
        inParallel(open(), this::survey);
        if (fleet.canary()) {
            migrateCanary();
        }
        inParallel(open(), this::migrate);
        return report(began);
    }

    public Fleet.Report verify() {
        long began = System.nanoTime();
        inParallel(
                open(),
                i -> attempt(
                        i,
                        () -> outcome(
                                i,
                                State.UP_TO_DATE,
                                fleet.databases().get(i).verify().version(),
                                null)));
        return report(began);
    }

    private Fleet.Report report(long began) {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < outcomes.length(); i++) {
            Outcome outcome = outcomes.get(i);
            all.add(outcome != null ? outcome : outcome(i, State.NOT_TRIED, null, null));
        }
        return Bridge.values().fleetReport(all, Duration.ofNanos(System.nanoTime() - began));
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
            try {
                Plan plan = fleet.databases().get(i).plan();
                return plan.steps().isEmpty() ? outcome(i, State.UP_TO_DATE, plan.current(), null) : null;
            } catch (DatabaseUnmanagedException e) {
                if (!fleet.createWhereEmpty()) {
                    throw e;
                }
                toCreate.add(i);
                return null;
            }
        });
    }

    private void migrate(int i) {
        attempt(i, () -> {
            if (toCreate.remove(i)) {
                fleet.databases().get(i).createWhereEmpty();
            }
            Report report = fleet.databases().get(i).migrate();
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
                            .filter(failure ->
                                    !isOfThisDatabaseAlone(fleet.databases().get(i), failure))
                            .isPresent()) {
                stopped = true;
            }
        }
    }

    private static boolean isOfThisDatabaseAlone(Engine<?> database, FastMigrateException failure) {
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
            if (fleet.stopOnFailure()) {
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
            fleet.listener().accept(outcome);
        } catch (RuntimeException | Error e) {
            log.warn("A listener failed; the migration continues", e);
        }
    }

    private static @Nullable Version versionAfter(FastMigrateException failure) {
        if (failure instanceof DatabaseBehindException behind) {
            return behind.version();
        }
        return failure instanceof ScriptFailedException script ? script.report().after() : null;
    }

    private Outcome outcome(int i, State state, @Nullable Version version, @Nullable FastMigrateException failure) {
        return Bridge.values()
                .outcome(
                        fleet.databases().get(i).databaseName(),
                        state,
                        Optional.ofNullable(version),
                        Optional.ofNullable(failure));
    }

    /** Ends only when every thread has: nothing runs on behind the caller's back. */
    private void inParallel(List<Integer> indexes, IntConsumer work) {
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>(indexes);
        PoolLimits limits = PoolLimits.of(fleet.databases());
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(Math.min(fleet.workers(), indexes.size()));
        ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
        for (int worker = 1; worker <= Math.min(fleet.workers(), indexes.size()); worker++) {
            Thread thread = new Thread(() -> {
                try {
                    for (Integer i = queue.poll(); i != null && !stopped; i = queue.poll()) {
                        int index = i;
                        limits.run(fleet.databases().get(index), () -> work.accept(index));
                    }
                } catch (InterruptedException e) {
                    stopped = true;
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
