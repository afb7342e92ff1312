package io.fastmigrate.internal.engine;

import io.fastmigrate.Creation;
import io.fastmigrate.Enrollment;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.ConnectionLimit;
import io.fastmigrate.internal.port.Replica;
import io.fastmigrate.internal.port.SchemaNames;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.repeatable.RepeatableOrder;
import io.fastmigrate.internal.script.ScriptLocation;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.settings.Listeners;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Does what {@link io.fastmigrate.FastMigrate} offers: read, compare, plan, lock, run, report. Immutable, but for what it knows of scripts. */
public final class Engine<S extends Step> {

    private final Settings settings;
    private final Backend<S> backend;
    private final ScriptSource source;
    private final Listeners listeners;
    private final Checksums checksums;
    private volatile @Nullable ScriptCatalog latest;

    /** Whether the database was created here, and no script has run on it yet. */
    private final AtomicBoolean isNew;

    private Engine(Settings settings, Backend<S> database, ScriptSource source, AtomicBoolean isNew) {
        this.settings = settings;
        this.backend = database.waitingAs(settings.waiting());
        this.source = source;
        this.listeners = settings.listeners();
        this.checksums = new Checksums(backend);
        this.isNew = isNew;
    }

    public static Engine<?> of(Settings settings, Backend<?> database) {
        return of(settings, database, ScriptLocation.source(settings.get(Setting.MIGRATIONS), settings.classLoader()));
    }

    /** Returns one whose scripts come from a place that no setting names. */
    public static Engine<?> of(Settings settings, Backend<?> database, ScriptSource source) {
        return new Engine<>(settings, database, source, new AtomicBoolean());
    }

    /** Returns one that tells one more listener. */
    public Engine<?> withListener(MigrationListener listener) {
        Settings more = settings.withListener(listener);
        Listeners told = more.listeners();
        Backend<S> telling = backend.withOutput((script, line) -> told.tell(each -> each.onOutput(script, line)));
        return new Engine<>(more, telling, source, isNew);
    }

    public String databaseName() {
        return backend.name();
    }

    public boolean isDamage(FastMigrateException failure) {
        return backend.isDamage(failure);
    }

    public List<Script> scripts() {
        return catalog().all();
    }

    /** Returns the names of what scripts create, without schemas. */
    public List<String> namesMadeBy(List<Script> scripts) {
        return scripts.stream()
                .flatMap(script -> backend.names(script).made().stream())
                .map(made -> made.name().name())
                .toList();
    }

    /** Lists the scripts again, unless the source found what it found the last time. */
    private ScriptCatalog catalog() {
        ScriptSource.Listing listing = settings.noticesChanges() ? source.list() : source.listUnstamped();
        ScriptCatalog known = latest;
        if (known == null || !known.isOf(listing)) {
            known = ScriptCatalog.of(listing, settings);
            if (!known.repeatable().isEmpty()) {
                RepeatableScripts.requireSupport(backend, known);
            }
            latest = known;
        }
        return known;
    }

    /** What a database that is managed says of itself, and the scripts there are. */
    private record Scan(Snapshot snapshot, ScriptCatalog catalog) {}

    /** Looks at both at once where that pays. What is wrong with the database is told before what is with the scripts. */
    private Scan scan(boolean history) {
        ScriptCatalog known = latest;
        boolean reads = settings.noticesChanges() && backend.plansByScriptAlone();
        try (ScriptPrefetcher prefetcher = ScriptPrefetcher.begin(
                source, known == null ? 0 : known.scripts().size(), this::catalog, reads ? checksums : null)) {
            Snapshot snapshot = managed(history ? backend.read() : backend.readVersion());
            return new Scan(snapshot, prefetcher.catalog());
        }
    }

    public Creation create() {
        Creation creation = backend.create();
        isNew.compareAndSet(false, creation.isNew());
        return creation;
    }

    /** Creates no database and no schema. */
    public Creation createWhereEmpty() {
        scripts(); // fails before a table is made for scripts that could not run
        Creation creation = backend.createWhereEmpty();
        isNew.compareAndSet(false, creation.isNew());
        return creation;
    }

    public Optional<ConnectionLimit> connectionLimit() {
        return backend.connectionLimit();
    }

    public Optional<SchemaNames> schemas() {
        return backend.schemas();
    }

    public Version version() {
        return managed(backend.readVersion()).version();
    }

    private Snapshot managed(Snapshot snapshot) {
        return switch (snapshot.presence()) {
            case MANAGED -> snapshot;
            case MISSING -> throw backend.missing();
            case UNMANAGED -> throw backend.unmanaged();
        };
    }

    public Status status() {
        ScriptCatalog catalog = catalog();
        Snapshot snapshot = backend.read();
        if (settings.get(Setting.STRICT_NAMING) && snapshot.presence() == Snapshot.Presence.MANAGED) {
            steps(pending(catalog, snapshot));
        }
        return status(catalog, snapshot, compare(catalog, snapshot, Validator.Strictness.TELL));
    }

    public Status verify() {
        Scan scan = scan(true);
        Snapshot snapshot = scan.snapshot();
        ScriptCatalog catalog = scan.catalog();
        List<Warning> warnings = compare(catalog, snapshot, Validator.Strictness.THROW);
        List<Script> pending = pending(catalog, snapshot);
        if (!pending.isEmpty()) {
            throw Bridge.errors().databaseBehind(backend.name(), snapshot.version(), pending);
        }
        return status(catalog, snapshot, warnings);
    }

    private Comparison comparison(ScriptCatalog catalog, Snapshot snapshot) {
        return new Comparison(checksums, catalog, snapshot);
    }

    private List<Script> pending(ScriptCatalog catalog, Snapshot snapshot) {
        return comparison(catalog, snapshot).pending();
    }

    private List<Warning> compare(ScriptCatalog catalog, Snapshot snapshot, Validator.Strictness strictness) {
        return Validator.of(settings, checksums, catalog, snapshot, strictness);
    }

    private Status status(ScriptCatalog catalog, Snapshot snapshot, List<Warning> warnings) {
        return comparison(catalog, snapshot).status(warnings);
    }

    public Plan plan() {
        Scan scan = scan(true);
        Snapshot snapshot = scan.snapshot();
        ScriptCatalog catalog = scan.catalog();
        List<Warning> warnings = compare(catalog, snapshot, Validator.Strictness.THROW);
        List<S> steps = steps(pending(catalog, snapshot));
        return plan(comparison(catalog, snapshot), steps, backend.foreseen(steps), warnings);
    }

    private List<S> steps(List<Script> pending) {
        List<S> steps = new ArrayList<>();
        for (Script script : pending) {
            steps.add(backend.plan(script));
        }
        for (S step : steps) {
            step.requireRunnable(settings.get(Setting.STRICT_NAMING));
            if (step.script().isRepeatable()) {
                RepeatableScripts.requireAtomic(backend, step);
            }
        }
        return List.copyOf(steps);
    }

    private Plan plan(Comparison comparison, List<S> steps, List<Warning> foreseen, List<Warning> warnings) {
        List<Plan.Step> planned = new ArrayList<>();
        for (S step : steps) {
            planned.add(step.planned());
        }
        Version current = comparison.snapshot().version();
        List<Warning> all = new ArrayList<>(warnings);
        if (!comparison.snapshot().repeatable().isEmpty()) {
            all.addAll(comparison.repeatable().removalWarnings());
        }
        all.addAll(PlanWarnings.of(backend, steps, foreseen, settings.get(Setting.TRANSACTION)));
        Version target = current;
        for (S step : steps) {
            target = step.versionAfter(target);
        }
        return Bridge.values().plan(current, target, planned, all);
    }

    public Report migrate() {
        try {
            return readAndMigrate();
        } catch (FastMigrateException e) {
            if (!settings.get(Setting.REHEARSAL)) {
                listeners.tell(listener -> listener.onError(e));
            }
            throw e;
        }
    }

    private Report readAndMigrate() {
        long began = System.nanoTime();
        if (backend.readsInSession()) {
            return finished(migrateInOneSession(began));
        }
        Scan scan = scan(settings.looksAtHistory());
        Snapshot snapshot = scan.snapshot();
        ScriptCatalog catalog = scan.catalog();
        List<Warning> warnings = compare(catalog, snapshot, Validator.Strictness.THROW);
        if (pending(catalog, snapshot).isEmpty()) {
            backend.removeLeftOvers();
            return finished(nothingToDo(snapshot.version(), snapshot.version(), warnings, began));
        }
        if (backend.isReplica()) {
            Version reached = new Replica(backend, waiting()).await(catalog.target());
            return finished(nothingToDo(snapshot.version(), reached, warnings, began));
        }
        try (Session<S> session = backend.open(waiting())) {
            return finished(migrate(session, catalog, snapshot, warnings, began));
        }
    }

    private Report migrateInOneSession(long began) {
        ScriptCatalog catalog = catalog();
        try (Session<S> session = backend.open(waiting())) {
            Snapshot snapshot = managed(session.read());
            List<Warning> warnings = compare(catalog, snapshot, Validator.Strictness.THROW);
            if (pending(catalog, snapshot).isEmpty()) {
                return nothingToDo(snapshot.version(), snapshot.version(), warnings, began);
            }
            session.lock();
            return migrate(session, catalog, snapshot, warnings, began);
        }
    }

    private Report migrate(
            Session<S> session, ScriptCatalog catalog, Snapshot first, List<Warning> firstWarnings, long began) {
        Snapshot snapshot = managed(session.read());
        List<Warning> warnings =
                snapshot.equals(first) ? firstWarnings : compare(catalog, snapshot, Validator.Strictness.THROW);
        List<Script> pending = pending(catalog, snapshot);
        if (pending.isEmpty()) {
            return nothingToDo(first.version(), snapshot.version(), warnings, began);
        }
        if (!settings.get(Setting.REHEARSAL) && !listeners.isEmpty()) {
            Status before = status(catalog, snapshot, warnings);
            listeners.tell(listener -> listener.onBegun(before));
        }
        List<S> steps = steps(pending);
        Plan plan = plan(comparison(catalog, snapshot), steps, session.foreseen(steps), warnings);
        tell(plan.warnings());
        listeners.tell(listener -> listener.onPlanned(plan));
        Run.Start start = new Run.Start(snapshot, order(catalog, pending), plan.warnings(), began);
        return new Run<>(settings, backend, session, start).run(steps, isNew.getAndSet(false));
    }

    /** Returns the order of the repeatable scripts where some of them run, on a database that can make views again. */
    private Optional<RepeatableOrder> order(ScriptCatalog catalog, List<Script> pending) {
        boolean repeats = !catalog.repeatable().isEmpty() && pending.stream().anyMatch(Script::isRepeatable);
        return repeats && checksums.remakes() ? Optional.of(checksums.order(catalog)) : Optional.empty();
    }

    private void tell(List<Warning> warnings) {
        for (Warning warning : warnings) {
            listeners.tell(listener -> listener.onWarning(warning));
        }
    }

    private Report nothingToDo(Version before, Version after, List<Warning> warnings, long began) {
        tell(warnings);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return Bridge.values().report(before, after, List.of(), Optional.empty(), took, warnings);
    }

    private Report finished(Report report) {
        listeners.tell(listener -> listener.onFinished(report));
        return report;
    }

    private Waiting waiting() {
        return settings.waiting();
    }

    public List<Path> backups() {
        return backend.backups();
    }

    public Path backUp() {
        Path backup = backend.backUp(CopyProgress.to(listeners, warning -> {}));
        backend.pruneBackups(settings.get(Setting.KEEP_BACKUPS), backup);
        return backup;
    }

    /** Returns what runs the pending scripts on a copy. */
    public Rehearser rehearser() {
        managed(backend.read());
        return new Rehearser(settings, backend, (trial, copy) -> of(trial, copy).migrate());
    }

    public Version restore(Path backup, Restore restore) {
        return new Restorer(backend, waiting()).restore(backup, restore);
    }

    public Enrollment enroll(List<String> tablesWithData) {
        if (!backend.can(Capability.ENROLL)) {
            throw backend.cannotEnroll();
        }
        return new Enroller<>(settings, backend, source, waiting()).enroll(tablesWithData);
    }

    public ScriptSource source() {
        return source;
    }

    public Settings settings() {
        return settings;
    }

    /** Returns the database, which waits as the settings say. */
    public Backend<?> backend() {
        return backend;
    }

    public String rebuildScript(String table, Optional<String> columns) {
        if (backend.read().presence() == Snapshot.Presence.MISSING) {
            throw backend.missing();
        }
        return backend.rebuildScript(table, columns);
    }

    public HistoryEntry accept(Version version) {
        if (!settings.get(Setting.HISTORY) || !backend.can(Capability.HISTORY)) {
            throw InvalidSettingException.of(
                    "The history is switched off, so accept has nothing to change.",
                    "Switch the history on, or do not use accept: without a history, edited scripts are not"
                            + " detected.");
        }
        Script script = catalog()
                .get(version)
                .orElseThrow(() -> InvalidSettingException.of(
                        "There is no script " + version.padded() + " in " + source.location() + ".",
                        "Specify the number of an applied script that was edited."));
        return new Acceptance<>(settings, backend, this::managed).accept(script, waiting());
    }
}
