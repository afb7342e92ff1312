package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.ScriptFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.repeatable.RepeatableOrder;
import io.fastmigrate.internal.settings.HiddenValues;
import io.fastmigrate.internal.settings.Listeners;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one loop that runs scripts, whatever the database. Used once. */
public final class Run<S extends Step> {

    private static final String UNEXPECTED =
            "This is a fault in the program or in a driver: report it with the stack trace.";

    private static final long PROGRESS_EVERY_NANOS = 100_000_000L;

    private final Settings settings;
    private final Backend<S> backend;
    private final Listeners listeners;
    private final Session<S> session;
    private final Snapshot planned;
    private final Optional<RepeatableOrder> order;
    private final Version before;
    private final List<Warning> warnings;
    private final long began;
    private final String appliedBy;
    private final HiddenValues values;
    private final List<HistoryEntry> applied = new ArrayList<>();
    private Version version;
    private Optional<Path> backup = Optional.empty();
    private Optional<String> howToRestore = Optional.empty();

    /**
     * What a run starts from.
     *
     * @param snapshot what the database said of itself
     * @param order of the repeatable scripts; empty for a run without them
     * @param began when that was, in nanoseconds
     */
    record Start(Snapshot snapshot, Optional<RepeatableOrder> order, List<Warning> warnings, long began) {}

    Run(Settings settings, Backend<S> backend, Session<S> session, Start start) {
        this.settings = settings;
        this.backend = backend;
        this.listeners = settings.listeners();
        this.session = session;
        this.planned = start.snapshot();
        this.order = start.order();
        this.before = planned.version();
        this.version = before;
        this.warnings = new ArrayList<>(start.warnings());
        this.began = start.began();
        this.appliedBy = settings.appliedBy();
        this.values = settings.hiddenValues();
    }

    /**
     * Runs scripts.
     *
     * @param isNew whether the database was created for this run: while nothing is in it, there is nothing to back up
     */
    Report run(List<S> steps, boolean isNew) {
        if (settings.get(Setting.RESTORE_ON_FAILURE)) {
            session.requireUndo();
        }
        boolean backsUp = settings.get(Setting.BACK_UP_FIRST)
                && !(isNew && before.equals(Version.ZERO) && session.holdsNothing());
        if (backsUp || settings.get(Setting.RESTORE_ON_FAILURE)) {
            Path made = session.backUp(CopyProgress.to(listeners, warnings::add));
            backup = Optional.of(made);
            howToRestore = session.howToRestore(made);
            session.pruneBackups(backend, settings.get(Setting.KEEP_BACKUPS), made);
        }
        runInTransactions(steps);
        return report();
    }

    /** Runs each script by itself, or with those that share its transaction. */
    private void runInTransactions(List<S> steps) {
        Set<Script> together = order.isEmpty()
                ? Set.of()
                : order.get()
                        .together(steps.stream()
                                .map(Step::script)
                                .filter(Script::isRepeatable)
                                .toList());
        List<S> joined = new ArrayList<>();
        boolean all = settings.get(Setting.TRANSACTION) == TransactionScope.RUN;
        for (int i = 0; i < steps.size(); i++) {
            S step = steps.get(i);
            boolean follows = all || together.contains(step.script());
            boolean leads =
                    i + 1 < steps.size() && together.contains(steps.get(i + 1).script());
            boolean joins = (follows || leads) && session.canJoin(step);
            if (!joins || !follows) {
                apply(joined);
                joined.clear();
            }
            if (joins) {
                joined.add(step);
            } else {
                apply(List.of(step));
            }
        }
        apply(joined);
    }

    private void apply(List<S> steps) {
        if (steps.isEmpty()) {
            return;
        }
        Script first = steps.get(0).script();
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(first);
        }
        Started started = new Started(first);
        try {
            new UnitOfWork<>(session, started, appliedBy, settings.get(Setting.HISTORY))
                    .apply(steps, version, this::applied);
        } catch (RuntimeException e) {
            throw failed(started.latest, asFailure(e));
        } catch (Error e) {
            throw with(e, failed(started.latest, asFailure(e)));
        }
        for (S step : steps) {
            version = step.versionAfter(version);
        }
    }

    /** A lock that was not had, a database that broke, or a fault in a driver or in this program, in the middle of the run. */
    private static StepFailedException asFailure(Throwable e) {
        if (e instanceof StepFailedException failure) {
            return failure;
        }
        if (e instanceof MigrationInterruptedException) {
            return StepFailedException.interrupted();
        }
        return e instanceof FastMigrateException known
                ? StepFailedException.at(null, String.valueOf(e.getMessage()), known.advice(), e)
                : StepFailedException.at(null, "it ended with " + e + ".", UNEXPECTED, e);
    }

    /** An error goes on as it is, once the database is put right, and takes along what is known of the run. */
    private static Error with(Error error, FastMigrateException failure) {
        error.addSuppressed(failure);
        return error;
    }

    private void applied(HistoryEntry entry) {
        version = entry.version();
        applied.add(entry);
        listeners.tell(listener -> listener.onApplied(entry));
    }

    private Report report() {
        return Bridge.values()
                .report(before, version, applied, backup, Duration.ofNanos(System.nanoTime() - began), warnings);
    }

    private FastMigrateException failed(Script script, StepFailedException e) {
        boolean interrupted = Thread.interrupted();
        try {
            RunUndoing undoing = settings.get(Setting.RESTORE_ON_FAILURE) && backup.isPresent()
                    ? RunUndoing.of(session, backup.get())
                    : RunUndoing.none();
            if (undoing.isRestored()) {
                applied.clear();
                version = before;
            }
            String state = undoing.isRestored() ? restoredState() : undoing.addTo(state());
            FastMigrateException failure = failure(script, e, state, undoing);
            undoing.failure().ifPresent(failure::addSuppressed);
            listeners.tell(listener -> {
                if (failure instanceof ScriptFailedException failed) {
                    listener.onFailed(failed);
                }
            });
            return failure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FastMigrateException failure(Script script, StepFailedException e, String state, RunUndoing undoing) {
        String advice = values.hide(advice(e, undoing));
        String message = values.hide(e.getMessage());
        if (e.isInterrupted()) {
            boolean nothingToDo = undoing.isRestored() || settings.get(Setting.REHEARSAL) || advice.isBlank();
            return nothingToDo
                    ? Bridge.errors().interruptedDuring(script, state, report())
                    : Bridge.errors()
                            .interruptedDuring(script, (message + "\n" + state).trim(), advice.trim(), report());
        }
        Script.Position position = e.position().orElse(null);
        String place = script.location() + (position == null ? "" : ":" + position);
        return Bridge.errors()
                .scriptFailed(
                        report(),
                        script,
                        position,
                        place + ": " + message + "\n" + state,
                        advice,
                        values.hide(e.getCause()));
    }

    private MigrationInterruptedException interrupted(Script next) {
        return Bridge.errors().interruptedDuring(next, state(), report());
    }

    private String restoredState() {
        return "The database is at version " + before + " as before this run: it was restored from "
                + backup.orElseThrow() + ".";
    }

    /** Of a rehearsal nothing is left; and it is the rehearsal that is done again. */
    private String advice(StepFailedException e, RunUndoing undoing) {
        if (settings.get(Setting.REHEARSAL)) {
            return e.advice()
                    .replace(
                            "migrate again",
                            settings.get(Setting.SHADOW) ? "run this command again" : "rehearse again");
        }
        boolean clean = undoing.isRestored() || e.aftermath().isEmpty();
        String advice = clean ? e.advice() : e.advice() + " " + e.aftermath();
        if (undoing.isRefused()) {
            return (advice + " " + undoing.choice(backend.name())).trim();
        }
        return howToRestore
                .map(how -> advice + " The state before the run is in the backup. " + how + ".")
                .orElse(advice);
    }

    private String state() {
        if (settings.get(Setting.SHADOW)) {
            return "The scripts ran on a temporary database, and no other was changed. The temporary one: "
                    + standing();
        }
        return (settings.get(Setting.REHEARSAL)
                        ? "This was a rehearsal on a copy; the database itself is unchanged. The copy: "
                        : "")
                + standing();
    }

    private String standing() {
        try {
            Snapshot snapshot = session.read();
            if (snapshot.presence() != Snapshot.Presence.MANAGED) {
                return "The table _meta is gone, and so is the version; before this run the database was at version "
                        + before
                        + (applied.isEmpty() ? "." : ", and " + applied.size() + " scripts were applied since.");
            }
            version = snapshot.version();
        } catch (RuntimeException e) {
            return "The database's version can no longer be read: " + e.getMessage();
        }
        if (applied.isEmpty()) {
            return "The database is at version " + version
                    + (version.equals(before)
                            ? ", as before this run."
                            : "; before this run it was at " + before + ".");
        }
        return "The database is at version " + version + ": " + applied.size()
                + (applied.size() == 1 ? " script was" : " scripts were")
                + " applied in this run, which began at version "
                + before + ".";
    }

    /** The scripts of one unit that have started. Listeners are told of each once, also where it has to run again. */
    private final class Started implements UnitOfWork.Contexts<S> {

        private final Map<Script, Context> contexts = new HashMap<>();
        private Script latest;

        Started(Script first) {
            this.latest = first;
        }

        @Override
        public StepContext of(S step, Version from) {
            latest = step.script();
            Context context = contexts.get(step.script());
            if (context == null) {
                listeners.tell(listener -> listener.onStarted(step.planned()));
                context = new Context(step.script(), from);
                contexts.put(step.script(), context);
            }
            return context;
        }

        @Override
        public Optional<String> recorded(S step) {
            return planned.recorded(step.script());
        }

        @Override
        public List<ScriptNames.Made> replaced(S step) {
            return order.isPresent() && step.script().isRepeatable()
                    ? order.get().replaced(step.script())
                    : List.of();
        }
    }

    /** What a session may ask while it runs one script. */
    private final class Context implements StepContext {

        private final Script script;
        private final Version from;
        private final long started = System.nanoTime();
        private long told = started;

        Context(Script script, Version from) {
            this.script = script;
            this.from = from;
        }

        @Override
        public boolean joinsInserts() {
            return settings.get(Setting.JOIN_INSERTS);
        }

        @Override
        public void warn(Warning told) {
            Warning warning = Bridge.values().warning(told.kind(), values.hide(told.message()));
            warnings.add(warning);
            listeners.tell(listener -> listener.onWarning(warning));
        }

        @Override
        public void progress(long bytesRead, long bytesTotal, long statements) {
            long now = System.nanoTime();
            if (!listeners.isEmpty() && now - told >= PROGRESS_EVERY_NANOS) {
                told = now;
                MigrationListener.Progress progress = Bridge.values()
                        .progress(script, bytesRead, bytesTotal, statements, Duration.ofNanos(now - started));
                listeners.tell(listener -> listener.onProgress(progress));
            }
        }

        @Override
        public void runProcess(Script process, String database, Map<String, String> environment) {
            new ScriptProcess(
                            settings,
                            line -> listeners.tell(listener -> listener.onOutput(process, line)),
                            () -> progress(0, -1, 0))
                    .run(process, new ScriptProcess.Target(database, environment), from);
        }
    }
}
