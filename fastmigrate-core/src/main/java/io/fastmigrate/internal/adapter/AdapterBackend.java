package io.fastmigrate.internal.adapter;

import io.fastmigrate.Creation;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.sql.names.NameReader;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.token.SqlDialect;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database behind an adapter. It can what the adapter can: without more than the six hooks, there is no lock, no history
 * and no transaction, and an unversioned database becomes a versioned one when it is migrated.
 */
public final class AdapterBackend<C extends @Nullable Object> implements Backend<AdapterStep> {

    private static final String NEVER_MIGRATED =
            " A database that was never migrated has no table _meta: create or migrate makes it.";

    private static final Waiting CREATION = new Waiting(Duration.ofSeconds(60), (waited, holder) -> {});

    private final Hooks<C> hooks;
    /** One run at a time; what only reads need not wait. */
    private final Semaphore run;

    /** Makes the same for others who are told what the adapter's program writes; null where it has none. */
    private final @Nullable Function<BiConsumer<Script, String>, Hooks<C>> program;

    AdapterBackend(Hooks<C> hooks) {
        this(hooks, new Semaphore(1, true), null);
    }

    private AdapterBackend(
            Hooks<C> hooks, Semaphore run, @Nullable Function<BiConsumer<Script, String>, Hooks<C>> program) {
        this.hooks = hooks;
        this.run = run;
        this.program = program;
    }

    public static <C extends @Nullable Object> Backend<?> of(DatabaseAdapter<C> adapter, String db) {
        CapableDatabaseAdapter<C> capable =
                adapter instanceof CapableDatabaseAdapter<C> can ? can : new MinimalAdapter<>(adapter);
        return new AdapterBackend<>(Hooks.ofJava(capable, adapter.getClass().getName(), new DbText(db)));
    }

    /**
     * Takes an asynchronous adapter.
     *
     * @param timeout how long each hook may take; empty for no limit
     */
    public static <C extends @Nullable Object> Backend<?> of(
            AsyncDatabaseAdapter<C> adapter, String db, Optional<Duration> timeout) {
        CapableDatabaseAdapter<C> awaiting = new AwaitingAdapter<>(adapter, timeout);
        return new AdapterBackend<>(Hooks.ofJava(awaiting, adapter.getClass().getName(), new DbText(db)));
    }

    /**
     * Takes a {@code config.py} of the Python tool; nothing is started yet.
     *
     * @param python the program that runs it
     * @param timeout how long each hook may take; empty for no limit
     * @param output is told each line that Python writes, without passwords, in another thread
     */
    public static Backend<?> of(
            Script config, String db, String python, Optional<Duration> timeout, BiConsumer<Script, String> output) {
        DbText text = new DbText(db);
        Function<BiConsumer<Script, String>, Hooks<PythonBridge>> program = told -> {
            AsyncDatabaseAdapter<PythonBridge> adapter =
                    new ConfigPyAdapter(config, python, line -> told.accept(config, text.mask(line)));
            return Hooks.ofPython(new AwaitingAdapter<>(adapter, timeout), config.location(), text);
        };
        return new AdapterBackend<>(program.apply(output), new Semaphore(1, true), program);
    }

    @Override
    public Backend<AdapterStep> withOutput(BiConsumer<Script, String> output) {
        return program == null ? this : new AdapterBackend<>(program.apply(output), run, program);
    }

    @Override
    public String name() {
        return hooks.db().shown();
    }

    @Override
    public boolean can(Capability capability) {
        return switch (capability) {
            case ATOMIC_SCRIPTS -> hooks.can(AdapterCapability.TRANSACTIONS);
            case REPEATABLE -> hooks.can(AdapterCapability.REPEATABLE);
            case HISTORY -> hooks.can(AdapterCapability.HISTORY);
            case LOCK -> hooks.can(AdapterCapability.LOCK);
            case RUN_PROCESSES, CREATE -> true;
            case RESUMABLE_SCRIPTS, BACK_UP, RESTORE, ENROLL, TELL_UNMANAGED, RUN_JAVA -> false;
        };
    }

    @Override
    public boolean readsInSession() {
        return true;
    }

    @Override
    public Optional<String> limitations() {
        List<String> lacks = new ArrayList<>();
        if (!hooks.can(AdapterCapability.TRANSACTIONS)) {
            lacks.add("a script runs without a transaction, and its changes stay if it fails");
        }
        if (!hooks.can(AdapterCapability.HISTORY)) {
            lacks.add("late and changed scripts are not detected");
        }
        if (!hooks.can(AdapterCapability.LOCK)) {
            lacks.add("nothing prevents two processes from migrating at the same time");
        }
        return lacks.isEmpty()
                ? Optional.empty()
                : Optional.of("With the adapter " + hooks.name() + ", " + String.join("; ", lacks) + ".");
    }

    @Override
    public Snapshot read() {
        try (AdapterSession<C> session = AdapterSession.open(hooks, null, () -> {})) {
            return session.peek();
        } catch (HookFailedException e) {
            throw e.ofDatabase(name(), NEVER_MIGRATED);
        }
    }

    @Override
    public DatabaseUnmanagedException unmanaged() {
        return Bridge.errors()
                .databaseUnmanaged(name(), "Create it (fastmigrate create), or specify another database.");
    }

    /** Without a lock no one can tell who made the version 0 that is there: it counts as new until a script has run. */
    @Override
    public Creation create() {
        try (AdapterSession<C> session = AdapterSession.open(hooks, CREATION, () -> {})) {
            session.lock();
            boolean known = hooks.can(AdapterCapability.LOCK) && isManaged();
            Version version = session.read().version();
            return Bridge.values().creation(version, !known && version.equals(Version.ZERO));
        }
    }

    /** Asks by its own handle: where there is no version, one that was asked may be of no more use. */
    private boolean isManaged() {
        try {
            return read().presence() == Snapshot.Presence.MANAGED;
        } catch (DatabaseUnusableException e) {
            return false;
        }
    }

    @Override
    public AdapterStep plan(Script script) {
        try {
            return AdapterStep.of(script, hooks.can(AdapterCapability.TRANSACTIONS), hooks.name());
        } catch (IOException e) {
            throw Step.unreadable(script, name(), e);
        }
    }

    /** What database it is, no one knows: what all agree on has to do. */
    @Override
    public ScriptNames names(Script script) {
        try {
            return NameReader.of(script, SqlDialect.STANDARD);
        } catch (IOException e) {
            throw Step.unreadable(script, name(), e);
        }
    }

    @Override
    public Session<AdapterStep> open(Waiting waiting) {
        long began = System.nanoTime();
        try {
            if (!run.tryAcquire(waiting.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw Bridge.errors()
                        .lockTimeout(
                                "Another run in this program migrates " + name() + ".",
                                Duration.ofNanos(System.nanoTime() - began),
                                null,
                                null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(name());
        }
        return AdapterSession.open(hooks, waiting, run::release);
    }

    @Override
    public Path backUp(CopyListener listener) {
        throw hooks.cannotBackUp();
    }

    @Override
    public Copy copy() {
        throw hooks.cannotBackUp();
    }

    @Override
    public List<Path> backups() {
        return List.of();
    }

    @Override
    public Snapshot readBackup(Path backup) {
        throw hooks.cannotBackUp();
    }

    @Override
    public String dumpSchema(List<String> tablesWithData) {
        throw cannotEnroll();
    }

    @Override
    public EnrollFailedException cannotEnroll() {
        return Bridge.errors()
                .enrollFailed(
                        "fastmigrate cannot write the schema of a database that it knows only by the adapter "
                                + hooks.name() + ".",
                        "Write the schema as script 0001 by hand, and set the version to 1 in databases that already have it.",
                        null);
    }
}
