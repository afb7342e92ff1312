package io.fastmigrate.internal.adapter;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.port.Waiting;
import io.fastmigrate.internal.script.ScriptBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One handle, from {@code getConnection} to {@code closeConnection}. */
final class AdapterSession<C extends @Nullable Object> implements Session {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);

    private final Hooks<C> hooks;
    private final C conn;
    private final @Nullable Waiting waiting;
    private final Runnable afterwards;
    private boolean locked;
    private boolean ensured;
    /** What was read last, with what was done since; null when it has to be read. */
    private @Nullable Snapshot known;

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
        int version = hooks.call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn));
        if (version < 0) {
            throw hooks.returned(Hook.GET_VERSION, version, "Correct the adapter, or the row in _meta.");
        }
        List<HistoryEntry> history = hooks.can(AdapterCapability.HISTORY)
                ? hooks.call(Hook.READ_HISTORY, adapter -> adapter.readHistory(conn))
                : List.of();
        return new Snapshot(Snapshot.Presence.MANAGED, new Version(version), history);
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
    public Optional<HistoryEntry> apply(Step step, StepContext context) {
        AdapterStep planned = (AdapterStep) step;
        long began = System.nanoTime();
        try {
            if (planned.script().kind().isProcess()) {
                runProcess(planned, context);
            } else if (planned.isAtomic()) {
                return applyAtomic(planned, text(planned), context, began);
            } else {
                executeWithoutTransaction(text(planned));
            }
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        }
        HistoryEntry entry = entry(planned, context, began);
        finish(entry, context);
        return Optional.of(entry);
    }

    private void runProcess(AdapterStep step, StepContext context) throws IOException {
        requirePlanned(step, ScriptBytes.checksum(step.script()));
        DbText.ForProcess db = hooks.db().forProcess();
        context.runProcess(step.script(), db.argument(), db.environment());
    }

    private static String text(AdapterStep step) throws IOException {
        ScriptText text = ScriptText.of(step.script());
        requirePlanned(step, text.checksum().text());
        return text.sql();
    }

    private static void requirePlanned(AdapterStep step, String checksum) {
        if (!checksum.equals(step.planned().checksum())) {
            throw StepFailedException.at(
                    null,
                    "the script was changed between planning and running.",
                    "See to it that nobody writes to the scripts while they run, and migrate again.",
                    null);
        }
    }

    private void execute(String sql) {
        if (!hooks.<Boolean>call(Hook.EXECUTE_SQL, adapter -> adapter.executeSql(conn, sql))) {
            throw hooks.returned(Hook.EXECUTE_SQL, false, "Correct the script, or the adapter.");
        }
    }

    private void executeWithoutTransaction(String sql) {
        try {
            execute(sql);
        } catch (HookFailedException e) {
            throw e.ofScript(
                    "\nThe adapter has no transactions: what the script did before it failed may be kept.",
                    " Look at what the script left behind first.");
        }
    }

    private void finish(HistoryEntry entry, StepContext context) {
        known = null;
        try {
            setVersion(entry);
        } catch (HookFailedException e) {
            throw e.ofScript(
                    "\nThe script itself ran to its end, but its version may not be set.",
                    " If the version is still the old one, the script would run again: set it by hand, or take back what"
                            + " the script did.");
        }
        know(entry);
        try {
            keep(entry, context);
        } catch (HookFailedException e) {
            throw e.ofScript("\nThe script ran and its version is set; only its entry in the history is missing.", "");
        }
    }

    private void setVersion(HistoryEntry entry) {
        int version = entry.version().number();
        hooks.act(Hook.SET_VERSION, adapter -> adapter.setVersion(conn, version));
        int kept = hooks.call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn));
        if (kept != version) {
            throw hooks.notKept(version, kept);
        }
    }

    private void keep(HistoryEntry entry, StepContext context) {
        if (context.keepsHistory() && hooks.can(AdapterCapability.HISTORY)) {
            hooks.act(Hook.WRITE_HISTORY, adapter -> adapter.writeHistory(conn, entry));
        }
    }

    private Optional<HistoryEntry> applyAtomic(AdapterStep step, String sql, StepContext context, long began) {
        boolean committed = false;
        known = null;
        try {
            hooks.act(Hook.BEGIN, adapter -> adapter.begin(conn));
            Version now = new Version(hooks.<Integer>call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn)));
            if (!step.script().version().isAfter(now)) {
                return Optional.empty();
            }
            if (!now.equals(context.from())) {
                throw StepFailedException.moved(context.from(), now);
            }
            HistoryEntry entry = executeAndKeep(step, sql, context, began);
            hooks.act(Hook.COMMIT, adapter -> adapter.commit(conn));
            committed = true;
            know(entry);
            return Optional.of(entry);
        } catch (HookFailedException e) {
            throw e.ofScript("", "");
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    /** The failure that led here is what counts: a handle that cannot even roll back is closed soon. */
    private void rollBack() {
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

    /** From the first script on only the version is asked for. */
    private void know(HistoryEntry entry) {
        known = new Snapshot(Snapshot.Presence.MANAGED, entry.version(), List.of());
    }

    private static HistoryEntry entry(AdapterStep step, StepContext context, long began) {
        return HistoryEntry.of(
                        context.from(),
                        step.script().version(),
                        step.script().fileName(),
                        step.script().kind(),
                        step.planned().checksum(),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .withTook(Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS))
                .withAppliedBy(context.appliedBy());
    }

    @Override
    public boolean canJoin(Step step) {
        return ((AdapterStep) step).isAtomic();
    }

    @Override
    public List<HistoryEntry> applyTogether(List<Step> steps, Function<Step, StepContext> contexts) {
        boolean committed = false;
        known = null;
        try {
            hooks.act(Hook.BEGIN, adapter -> adapter.begin(conn));
            List<HistoryEntry> entries = new ArrayList<>();
            for (Step step : steps) {
                entries.add(joined((AdapterStep) step, contexts.apply(step)));
            }
            hooks.act(Hook.COMMIT, adapter -> adapter.commit(conn));
            committed = true;
            know(entries.get(entries.size() - 1));
            return entries;
        } catch (HookFailedException e) {
            throw e.ofScript("", "");
        } catch (IOException e) {
            throw StepFailedException.unreadable(e);
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    private HistoryEntry joined(AdapterStep step, StepContext context) throws IOException {
        long began = System.nanoTime();
        String sql = text(step);
        Version now = new Version(hooks.<Integer>call(Hook.GET_VERSION, adapter -> adapter.getVersion(conn)));
        if (!now.equals(context.from())) {
            throw StepFailedException.moved(context.from(), now);
        }
        return executeAndKeep(step, sql, context, began);
    }

    private HistoryEntry executeAndKeep(AdapterStep step, String sql, StepContext context, long began) {
        execute(sql);
        HistoryEntry entry = entry(step, context, began);
        setVersion(entry);
        keep(entry, context);
        return entry;
    }

    @Override
    public Path backUp(CopyListener listener) {
        throw AdapterBackend.cannotBackUp(hooks);
    }

    @Override
    public void restore(Path backup, Consumer<Version> check) {
        throw AdapterBackend.cannotBackUp(hooks);
    }

    @Override
    public void accept(HistoryEntry entry) {
        try {
            hooks.act(Hook.WRITE_HISTORY, adapter -> adapter.writeHistory(conn, entry));
        } catch (HookFailedException e) {
            throw e.ofDatabase(hooks.db().shown(), "");
        }
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
                    hooks.db().shown(), " What ran before may depend on it: look at the database's version, too.");
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
