package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.backend.Capability;
import io.fastmigrate.backend.Session;
import io.fastmigrate.backend.Snapshot;
import io.fastmigrate.backend.Step;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.model.Creation;
import io.fastmigrate.model.DatabaseBehindException;
import io.fastmigrate.model.Enrollment;
import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.MigrationListener;
import io.fastmigrate.model.Plan;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Rehearsal;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Status;
import io.fastmigrate.model.TransactionScope;
import io.fastmigrate.model.Version;
import io.fastmigrate.model.Warning;
import io.fastmigrate.source.ScriptSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what the front door offers: read, compare, plan, lock, run, report. Immutable, but for what it knows of scripts. */
final class Engine {

    private final Settings settings;
    private final Backend backend;
    private final ScriptSource source;
    private final Listeners listeners;
    private final Checksums checksums;
    private volatile @Nullable Inventory latest;

    private Engine(Settings settings, ScriptSource source) {
        this.settings = settings;
        this.backend = settings.backend();
        this.source = source;
        this.listeners = new Listeners(settings.listeners);
        this.checksums = new Checksums(backend);
    }

    static Engine of(Settings settings) {
        return new Engine(settings, ScriptSource.of(settings.migrations, settings.classLoaderOrDefault()));
    }

    /** Returns one that tells one more listener. */
    Engine telling(MigrationListener listener) {
        List<MigrationListener> all = new ArrayList<>(settings.listeners);
        all.add(listener);
        Listeners told = new Listeners(all);
        Settings copy =
                settings.copyOn(backend.withOutput((script, line) -> told.tell(each -> each.onOutput(script, line))));
        copy.listeners.add(listener);
        return new Engine(copy, source);
    }

    String databaseName() {
        return backend.name();
    }

    boolean isDamage(FastMigrateException failure) {
        return backend.isDamage(failure);
    }

    List<Script> scripts() {
        return List.copyOf(inventory().scripts().values());
    }

    /** Takes stock anew, unless the source found what it found the last time. */
    private Inventory inventory() {
        ScriptSource.Listing listing = settings.noticesChanges() ? source.list() : source.listUnstamped();
        Inventory known = latest;
        if (known == null || !known.isOf(listing)) {
            known = Inventory.of(listing, settings);
            latest = known;
        }
        return known;
    }

    /** What a database that is managed says of itself, and the scripts there are. */
    private record Sight(Snapshot snapshot, Inventory inventory) {}

    /** Looks at both at once where that pays. What is wrong with the database is told before what is with the scripts. */
    private Sight look(boolean history) {
        Inventory known = latest;
        boolean reads = settings.noticesChanges() && backend.plansByScriptAlone();
        try (Scout scout = Scout.begin(
                source, known == null ? 0 : known.scripts().size(), this::inventory, reads ? checksums : null)) {
            Snapshot snapshot = managed(history ? backend.read() : backend.readVersion());
            return new Sight(snapshot, scout.inventory());
        }
    }

    Creation create() {
        return backend.create();
    }

    Version version() {
        return managed(backend.readVersion()).version();
    }

    private Snapshot managed(Snapshot snapshot) {
        return switch (snapshot.presence()) {
            case MANAGED -> snapshot;
            case MISSING -> throw backend.missing();
            case UNMANAGED -> throw backend.unmanaged();
        };
    }

    Status status() {
        Inventory inventory = inventory();
        Snapshot snapshot = backend.read();
        if (settings.strictNaming && snapshot.presence() == Snapshot.Presence.MANAGED) {
            steps(inventory.pending(snapshot.version()));
        }
        return status(inventory, snapshot, Review.of(settings, checksums, inventory, snapshot, Review.Strictness.TELL));
    }

    Status verify() {
        Sight sight = look(true);
        Snapshot snapshot = sight.snapshot();
        Inventory inventory = sight.inventory();
        List<Warning> warnings = Review.of(settings, checksums, inventory, snapshot, Review.Strictness.THROW);
        List<Script> pending = inventory.pending(snapshot.version());
        if (!pending.isEmpty()) {
            throw new DatabaseBehindException(backend.name(), snapshot.version(), pending);
        }
        return status(inventory, snapshot, warnings);
    }

    private static Status status(Inventory inventory, Snapshot snapshot, List<Warning> warnings) {
        List<HistoryEntry> missing = snapshot.history().stream()
                .filter(entry -> inventory.get(entry.version()).isEmpty())
                .toList();
        return new Status(
                state(snapshot, inventory),
                snapshot.version(),
                inventory.target(),
                inventory.pending(snapshot.version()),
                snapshot.history(),
                missing,
                warnings);
    }

    private static Status.State state(Snapshot snapshot, Inventory inventory) {
        return switch (snapshot.presence()) {
            case MISSING -> Status.State.MISSING;
            case UNMANAGED -> Status.State.UNMANAGED;
            case MANAGED -> {
                int order = snapshot.version().compareTo(inventory.target());
                yield order == 0 ? Status.State.UP_TO_DATE : order < 0 ? Status.State.PENDING : Status.State.AHEAD;
            }
        };
    }

    Plan plan() {
        Sight sight = look(true);
        Snapshot snapshot = sight.snapshot();
        Inventory inventory = sight.inventory();
        List<Warning> warnings = Review.of(settings, checksums, inventory, snapshot, Review.Strictness.THROW);
        List<Step> steps = steps(inventory.pending(snapshot.version()));
        return plan(snapshot.version(), steps, backend.foreseen(steps), warnings);
    }

    private List<Step> steps(List<Script> pending) {
        List<Step> steps = pending.stream().map(backend::plan).toList();
        steps.forEach(step -> step.requireRunnable(settings.strictNaming));
        return steps;
    }

    private Plan plan(Version current, List<Step> steps, List<Warning> foreseen, List<Warning> warnings) {
        List<PlannedScript> planned = steps.stream().map(Step::planned).toList();
        List<Warning> all = new ArrayList<>(warnings);
        Optional<String> caveat = planned.isEmpty() ? Optional.empty() : backend.caveat();
        caveat.ifPresent(text -> all.add(new Warning(Warning.Kind.FEWER_GUARANTEES, text)));
        steps.forEach(step -> all.addAll(step.warnings()));
        all.addAll(foreseen);
        if (caveat.isEmpty()) {
            all.addAll(PlanWarnings.notAtomic(planned));
        }
        if (settings.transaction == TransactionScope.RUN) {
            all.addAll(PlanWarnings.apart(backend, steps));
        }
        Version target = planned.isEmpty()
                ? current
                : planned.get(planned.size() - 1).script().version();
        return new Plan(current, target, planned, all);
    }

    Report migrate() {
        try {
            return readAndMigrate();
        } catch (FastMigrateException e) {
            if (!settings.rehearsal) {
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
        Sight sight = look(settings.looksAtHistory());
        Snapshot snapshot = sight.snapshot();
        Inventory inventory = sight.inventory();
        List<Warning> warnings = Review.of(settings, checksums, inventory, snapshot, Review.Strictness.THROW);
        if (inventory.pending(snapshot.version()).isEmpty()) {
            backend.removeLeftOvers();
            return finished(nothingToDo(snapshot.version(), snapshot.version(), warnings, began));
        }
        if (backend.isReplica()) {
            Version reached = new Replica(backend, waiting()).await(inventory.target());
            return finished(nothingToDo(snapshot.version(), reached, warnings, began));
        }
        try (Session session = backend.open(waiting())) {
            return finished(migrate(session, inventory, snapshot, warnings, began));
        }
    }

    private Report migrateInOneSession(long began) {
        Inventory inventory = inventory();
        try (Session session = backend.open(waiting())) {
            Snapshot snapshot = managed(session.read());
            List<Warning> warnings = Review.of(settings, checksums, inventory, snapshot, Review.Strictness.THROW);
            if (inventory.pending(snapshot.version()).isEmpty()) {
                return nothingToDo(snapshot.version(), snapshot.version(), warnings, began);
            }
            session.lock();
            return migrate(session, inventory, snapshot, warnings, began);
        }
    }

    private Report migrate(
            Session session, Inventory inventory, Snapshot first, List<Warning> firstWarnings, long began) {
        Snapshot snapshot = managed(session.read());
        List<Warning> warnings = snapshot.equals(first)
                ? firstWarnings
                : Review.of(settings, checksums, inventory, snapshot, Review.Strictness.THROW);
        List<Script> pending = inventory.pending(snapshot.version());
        if (pending.isEmpty()) {
            return nothingToDo(first.version(), snapshot.version(), warnings, began);
        }
        if (!settings.rehearsal) {
            Status before = status(inventory, snapshot, warnings);
            listeners.tell(listener -> listener.onBegun(before));
        }
        List<Step> steps = steps(pending);
        Plan plan = plan(snapshot.version(), steps, session.foreseen(steps), warnings);
        plan.warnings().forEach(warning -> listeners.tell(listener -> listener.onWarning(warning)));
        listeners.tell(listener -> listener.onPlanned(plan));
        return new Run(settings, listeners, session, snapshot.version(), plan.warnings(), began).run(steps);
    }

    private Report nothingToDo(Version before, Version after, List<Warning> warnings, long began) {
        for (Warning warning : warnings) {
            listeners.tell(listener -> listener.onWarning(warning));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Report(before, after, List.of(), Optional.empty(), took, warnings);
    }

    private Report finished(Report report) {
        listeners.tell(listener -> listener.onFinished(report));
        return report;
    }

    private Waiting waiting() {
        return settings.waiting();
    }

    List<Path> backups() {
        return backend.backups();
    }

    Path backUp() {
        Path backup = backend.backUp(CopyProgress.to(listeners));
        backend.pruneBackups(settings.keepBackups, backup);
        return backup;
    }

    Rehearsal rehearse() {
        managed(backend.read());
        return new Rehearser(settings).rehearse();
    }

    Version restore(Path backup, Restore restore) {
        return new Restorer(backend, waiting()).restore(backup, restore);
    }

    Enrollment enroll(List<String> tablesWithData) {
        if (!backend.can(Capability.ENROLL)) {
            throw backend.cannotEnroll();
        }
        return new Enroller(settings, source, waiting()).enroll(tablesWithData);
    }

    Adopter adopter() {
        return new Adopter(settings, waiting());
    }

    String rebuildScript(String table, Optional<String> columns) {
        if (backend.read().presence() == Snapshot.Presence.MISSING) {
            throw backend.missing();
        }
        return backend.rebuildScript(table, columns);
    }

    HistoryEntry accept(Version version) {
        if (!settings.history || !backend.can(Capability.HISTORY)) {
            throw new InvalidSettingException(
                    "No history is kept, so there is nothing that a script could be accepted in.",
                    "Switch the history on where the database can keep one, or leave accept out: without it, edited"
                            + " scripts are not noticed.");
        }
        Script script = inventory()
                .get(version)
                .orElseThrow(() -> new InvalidSettingException(
                        "There is no script " + version.padded() + " in " + source.location() + ".",
                        "Name the number of a script that ran and was edited since."));
        try (Session session = backend.open(waiting())) {
            session.lock();
            Snapshot snapshot = managed(session.read());
            if (version.isAfter(snapshot.version())) {
                throw new InvalidSettingException(
                        script.location() + " has not run yet: the database is at version " + snapshot.version() + ".",
                        "There is nothing to accept: migrate.");
            }
            HistoryEntry entry = accepted(script, snapshot);
            session.accept(entry);
            return entry;
        }
    }

    /** Keeps when, how long and by whom; a script without an entry gets one that says nothing of its neighbours. */
    private HistoryEntry accepted(Script script, Snapshot snapshot) {
        String checksum = backend.plan(script).planned().checksum();
        Optional<HistoryEntry> known = snapshot.history().stream()
                .filter(entry -> entry.version().equals(script.version()))
                .findFirst();
        return new HistoryEntry(
                known.map(HistoryEntry::from).orElse(script.version()),
                script.version(),
                script.fileName(),
                script.kind(),
                checksum,
                known.map(HistoryEntry::appliedAt).orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                known.map(HistoryEntry::took).orElse(Duration.ZERO),
                known.map(HistoryEntry::appliedBy).orElseGet(settings::appliedByOrDefault));
    }
}
