package io.fastmigrate.spring.gate;

import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.DatabaseNotReadyException;
import io.fastmigrate.spring.MigrationPhase;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.observe.RunStates;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stands before every {@code DataSource} while the databases are migrated beside the start, in the phase
 * {@link MigrationPhase#GATE}. It opens once, for good; if the migration fails it never does.
 */
public final class Gate implements SmartLifecycle, DisposableBean {

    /** Right after the web server, which stops after this one, too. */
    private static final int AFTER_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 512;

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final Duration UNTIL_A_WORD = Duration.ofSeconds(1);
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(10);

    /** As long as milliseconds can be counted, and longer than anyone waits. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final ThreadLocal<Boolean> PASSES = ThreadLocal.withInitial(() -> false);

    private final ApplicationContext context;
    private final RunStates runs;
    private final Runnable begin;
    private final Duration timeout;
    private final boolean used;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Thread worker;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean refreshed;

    /**
     * Makes the one gate of an application.
     *
     * @param begin makes what opens the gate, unless that was made before
     * @param used false in another phase, for an application that was processed ahead of time
     */
    public Gate(ApplicationContext context, RunStates runs, Runnable begin, Duration timeout, boolean used) {
        this.context = context;
        this.begin = begin;
        this.runs = runs;
        this.timeout = timeout.compareTo(FOR_EVER) < 0 ? timeout : FOR_EVER;
        this.used = used;
    }

    /** Does something on this thread that needs connections before the gate is open. */
    public static <T> T passing(Supplier<T> work) {
        boolean before = PASSES.get();
        PASSES.set(true);
        try {
            return work.get();
        } finally {
            PASSES.set(before);
        }
    }

    /** Starts the migration on its own thread; the gate opens when it is done. */
    public void open(Runnable migration) {
        Thread thread = new Thread(() -> work(migration), "fastmigrate-gate");
        thread.setDaemon(true);
        worker = thread;
        thread.start();
    }

    private void work(Runnable migration) {
        PASSES.set(true);
        try {
            migration.run();
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new IllegalStateException("The migration ended with an error.", e);
            throw e;
        } finally {
            done.countDown();
        }
    }

    /**
     * Waits for the end of the migration, however long that takes.
     *
     * @throws FastMigrateException if it failed
     */
    public void awaitEnd() {
        try {
            done.await();
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the databases were migrated.", e);
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /**
     * Lets a caller through who wants a connection, as soon as the schema is there.
     *
     * @throws DatabaseNotReadyException if that takes longer than the timeout, or never will be
     */
    void pass() throws DatabaseNotReadyException {
        if (PASSES.get() || (done.getCount() == 0 && failure == null) || isPartOfTheMigration()) {
            return;
        }
        boolean refreshing = !refreshed;
        if (!isDoneWithin(Impatience.isHere() ? Duration.ZERO : timeout, refreshing)) {
            throw refused(refreshing, refreshing ? tooEarly() : notYet());
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw refused(
                    refreshing,
                    new DatabaseNotReadyException(
                            "The database could not be migrated, so it cannot be used: " + failed.getMessage(),
                            failed instanceof FastMigrateException known ? known.advice() : "See the log.",
                            failed));
        }
    }

    private DatabaseNotReadyException refused(boolean refreshing, DatabaseNotReadyException refusal) {
        if (refreshing) {
            DatabaseNotReadyFailureAnalyzer.remember(context.getEnvironment(), refusal);
        }
        return refusal;
    }

    /**
     * Sees to it that the migration has begun, since the thread that asks may be the one that would begin it later; tells
     * whether it asks for what the migration is made of.
     */
    private boolean isPartOfTheMigration() {
        if (worker != null) {
            return false;
        }
        try {
            begin.run();
            return false;
        } catch (BeanCreationException e) {
            if (e.contains(BeanCurrentlyInCreationException.class)) {
                return true;
            }
            throw e;
        }
    }

    private boolean isDoneWithin(Duration patience, boolean refreshing) throws DatabaseNotReadyException {
        try {
            if (!refreshing || patience.compareTo(UNTIL_A_WORD) <= 0) {
                return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (done.await(UNTIL_A_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            log.warn("A bean requests a connection during the context refresh, so the start of the web"
                    + " server waits for the migration: phase gate has no effect in this application");
            return done.await(patience.minus(UNTIL_A_WORD).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseNotReadyException("Interrupted while waiting for the migration.", "Ask again.", e);
        }
    }

    private DatabaseNotReadyException notYet() {
        return new DatabaseNotReadyException(
                "The database is not ready: " + whatRuns() + ".",
                "Try again later, or increase fastmigrate.gate-timeout.",
                null);
    }

    private DatabaseNotReadyException tooEarly() {
        return new DatabaseNotReadyException(
                "A bean requested a connection during the context refresh, and fastmigrate.gate-timeout ("
                        + timeout.toMillis() / 1000.0 + " s) expired before the database was migrated: " + whatRuns()
                        + ". The web server starts after the refresh, so it could not wait any longer.",
                "Make the bean lazy, set fastmigrate.phase to early, or increase fastmigrate.gate-timeout.",
                null);
    }

    private String whatRuns() {
        return runs.inWords().orElse("the migration has not started");
    }

    /** The web server is up: this process is alive, whatever else the start still waits for. */
    @Override
    public void start() {
        refreshed = true;
        DatabaseNotReadyFailureAnalyzer.forget(context.getEnvironment());
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
    }

    @Override
    public boolean isAutoStartup() {
        return used;
    }

    @Override
    public void stop() {
        end();
    }

    @Override
    public boolean isRunning() {
        return refreshed;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_WEB_SERVER;
    }

    @Override
    public void destroy() {
        end();
    }

    /** Interrupts the migration where it still runs, and waits for it to be rolled back. */
    private void end() {
        Thread thread = worker;
        if (thread == null || done.getCount() == 0 || thread == Thread.currentThread()) {
            return;
        }
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(UNTIL_GIVEN_UP.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
