package io.fastmigrate.internal.adapter;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One handle, from {@code getConnection} to {@code closeConnection}. */
final class AdapterSession<C extends @Nullable Object> implements Session<AdapterStep> {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);

    private final Hooks<C> hooks;
    private final C conn;
    private final @Nullable Waiting waiting;
    private final Runnable afterwards;
    private boolean locked;
    private boolean ensured;
    private boolean begun;
    /** What a failure of a script that ran outside a transaction says beside what went wrong; empty within one. */
    private Standing standing = Standing.INSIDE;
    /** What was read last, or else the version that was set last, without a history; null when it has to be read. */
    private @Nullable Snapshot known;

    /** How far a script that runs outside a transaction is, and so what of it may be kept. */
    private record Standing(String state, String advice) {
        static final Standing INSIDE = new Standing("", "");
        static final Standing RUNNING = new Standing(
                "\nThe adapter has no transactions: the script's changes before the failure may be kept.",
                " Check the script's changes first.");
        static final Standing RAN = new Standing(
                "\nThe script finished, but its version may not be set.",
                " If the version is still the old one, the script would run again: set the version by hand,"
                        + " or undo the script's changes.");
        static final Standing VERSION_SET =
                new Standing("\nThe script ran and its version is set; only its entry in the history is missing.", "");
    }

    private AdapterSession(Hooks<C> hooks, C conn, @Nullable Waiting waiting, Runnable afterwards) {
        this.hooks = hooks;
        this.conn = conn;
        this.waiting = waiting;
        this.afterwards = afterwards;
    }

    /**
     * Opens a handle.
     *
     * @param waiting for the lock; null for a session that takes none
     * @param afterwards done when the session is closed, or could not be opened
     */
    static <C extends @Nullable Object> AdapterSession<C> open(
            Hooks<C> hooks, @Nullable Waiting waiting, Runnable afterwards) {
        boolean opened = false;
        try {
            C conn = hooks.call(
                    Hook.GET_CONNECTION,
                    adapter -> adapter.getConnection(hooks.db().text()));
            opened = true;
            return new AdapterSession<>(hooks, conn, waiting, afterwards);
        } catch (HookFailedException e) {
            throw e.ofDatabase(hooks.db().shown(), "");
        } finally {
            if (!opened) {
                afterwards.run();
            }
        }
    }

    /**
     * Reads without making anything.
     *
     * @throws HookFailedException where there is no version, among other reasons
     */
    Snapshot peek() {
        Version version = ask();
        List<HistoryEntry> history = hooks.can(AdapterCapability.HISTORY)
                ? hooks.call(Hook.READ_HISTORY, adapter -> adapter.readHistory(conn))
                : List.of();
        return new Snapshot(Snapshot.Presence.MANAGED, version, history, repeatable());
    }

    private List<HistoryEntry> repeatable() {
        return hooks.can(AdapterCapability.REPEATABLE)
                ? hooks.call(Hook.READ_REPEATABLE, adapter -> adapter.readRepeatable(conn))
                : List.of();
    }

    private Version ask() {
        int version = hooks.call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn));
        if (version < 0) {
            throw hooks.returned(Hook.GET_VERSION, version, "Correct the adapter, or the row in _meta.");
        }
        return new Version(version);
    }

    @Override
    public Snapshot read() {
        if (known != null) {
            return known;
        }
        try {
            if (!ensured) {
                hooks.act(Hook.ENSURE_META_TABLE, adapter -> adapter.ensureMetaTable(conn));
                ensured = true;
            }
            Snapshot read = peek();
            known = read;
            return read;
        } catch (HookFailedException e) {
            throw e.ofDatabase(hooks.db().shown(), "");
        }
    }

    @Override
    public void lock() {
        if (locked || waiting == null || !hooks.can(AdapterCapability.LOCK)) {
            return;
        }
        long began = System.nanoTime();
        Duration told = Duration.ZERO;
        try {
            while (!hooks.<Boolean>call(Hook.TRY_LOCK, adapter -> adapter.tryLock(conn))) {
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                if (waited.compareTo(waiting.timeout()) >= 0) {
                    throw Bridge.errors()
                            .lockTimeout(
                                    "Another process migrates " + hooks.db().shown() + " (waited "
                                            + waited.toMillis() / 1000.0 + " s).",
                                    waited,
                                    null,
                                    null);
                }
                if (waited.minus(told).compareTo(BETWEEN_WORDS) >= 0) {
                    told = waited;
                    waiting.listener().waiting(waited, Optional.of(Waiting.ANOTHER_PROCESS));
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
            }
        } catch (HookFailedException e) {
            throw e.ofDatabase(hooks.db().shown(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(hooks.db().shown());
        }
        locked = true;
        known = null;
    }

    @Override
    public void prepare(AdapterStep first) {
        standing = Standing.INSIDE;
    }

    /** Without transactions, what was read last holds: the Python tool asks once before the first script, too. */
    @Override
    public Version version() {
        return hooks.can(AdapterCapability.TRANSACTIONS) ? ask() : read().version();
    }

    @Override
    public void begin() {
        if (hooks.can(AdapterCapability.TRANSACTIONS)) {
            known = null;
            begun = true;
            hooks.act(Hook.BEGIN, adapter -> adapter.begin(conn));
        }
    }

    @Override
    public void begin(AdapterStep first, StepContext context) {
        begin();
    }

    @Override
    public void run(AdapterStep step, StepContext context) throws IOException {
        execute(text(step));
    }

    @Override
    public void runOutside(AdapterStep step, StepContext context) throws IOException {
        if (step.script().kind().isProcess()) {
            DbText.ForProcess db = hooks.db().forProcess();
            context.runProcess(step.script(), db.argument(), db.environment());
        } else {
            String text = text(step);
            standing = Standing.RUNNING;
            execute(text);
        }
        standing = Standing.RAN;
    }

    private static String text(AdapterStep step) throws IOException {
        ScriptText text = ScriptText.of(step.script());
        step.requireUnchanged(text.checksum().text());
        return text.sql();
    }

    private void execute(String sql) {
        if (!hooks.<Boolean>call(Hook.EXECUTE_SQL, adapter -> adapter.executeSql(conn, sql))) {
            throw hooks.returned(Hook.EXECUTE_SQL, false, "Correct the script, or the adapter.");
        }
    }

    @Override
    public void setVersion(AdapterStep done, Version from) {
        int version = done.versionAfter(from).number();
        known = null;
        hooks.act(Hook.SET_VERSION, adapter -> adapter.setVersion(conn, version));
        int kept = hooks.call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn));
        if (kept != version) {
            throw hooks.notKept(version, kept);
        }
        known = new Snapshot(Snapshot.Presence.MANAGED, done.versionAfter(from), List.of(), List.of());
        if (!begun) {
            standing = Standing.VERSION_SET;
        }
    }

    @Override
    public void record(HistoryEntry entry) {
        if (entry.isRepeatable()) {
            hooks.act(Hook.WRITE_REPEATABLE, adapter -> adapter.writeRepeatable(conn, entry));
        } else if (hooks.can(AdapterCapability.HISTORY)) {
            hooks.act(Hook.WRITE_HISTORY, adapter -> adapter.writeHistory(conn, entry));
        }
    }

    @Override
    public Optional<String> recorded(Script script) {
        return repeatable().stream()
                .filter(entry -> entry.fileName().equals(script.fileName()))
                .map(HistoryEntry::checksum)
                .findFirst();
    }

    @Override
    public void commit() {
        if (begun) {
            hooks.act(Hook.COMMIT, adapter -> adapter.commit(conn));
            begun = false;
        }
    }

    /** A handle that cannot even roll back is closed soon. */
    @Override
    public void rollBack() {
        if (!begun) {
            return;
        }
        begun = false;
        known = null;
        boolean interrupted = Thread.interrupted();
        try {
            hooks.act(Hook.ROLLBACK, adapter -> adapter.rollback(conn));
        } catch (HookFailedException e) {
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public RuntimeException failure(Exception e) {
        if (e instanceof IOException io) {
            return StepFailedException.unreadable(io);
        }
        return e instanceof HookFailedException hook
                ? hook.ofScript(standing.state(), standing.advice())
                : (RuntimeException) e;
    }

    @Override
    public RuntimeException failureWithoutScript(Exception e) {
        return e instanceof HookFailedException hook
                ? hook.ofDatabase(hooks.db().shown(), "")
                : failure(e);
    }

    @Override
    public boolean canJoin(AdapterStep step) {
        return step.runsInTransaction();
    }

    @Override
    public Path backUp(CopyListener listener) {
        throw hooks.cannotBackUp();
    }

    @Override
    public void restore(Path backup, Consumer<Version> check) {
        throw hooks.cannotBackUp();
    }

    /** An interrupt must not keep the handle open: it is put off until that is closed. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            unlock();
        } finally {
            try {
                closeConnection();
            } finally {
                afterwards.run();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void closeConnection() {
        try {
            hooks.act(Hook.CLOSE_CONNECTION, adapter -> adapter.closeConnection(conn));
        } catch (HookFailedException e) {
            throw e.ofDatabase(
                    hooks.db().shown(), " Earlier statements may depend on it: check the database's version, too.");
        }
    }

    /** The lock goes away with the connection anyway. */
    private void unlock() {
        if (locked) {
            locked = false;
            try {
                hooks.act(Hook.UNLOCK, adapter -> adapter.unlock(conn));
            } catch (HookFailedException e) {
                throw e.ofDatabase(hooks.db().shown(), "");
            }
        }
    }
}
