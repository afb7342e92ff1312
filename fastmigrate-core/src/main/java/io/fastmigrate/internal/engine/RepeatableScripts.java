package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.repeatable.RepeatableOrder;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares the repeatable scripts with what a database says of them: which have to run, and which do not run now. */
final class RepeatableScripts {

    private final Checksums checksums;
    private final ScriptCatalog catalog;
    private final Snapshot snapshot;

    RepeatableScripts(Checksums checksums, ScriptCatalog catalog, Snapshot snapshot) {
        this.checksums = checksums;
        this.catalog = catalog;
        this.snapshot = snapshot;
    }

    /** Refuses the repeatable scripts of a catalog that has some, where the database has no record for them. */
    static void requireSupport(Backend<?> backend, ScriptCatalog catalog) {
        if (!backend.can(Capability.REPEATABLE)) {
            throw Bridge.errors()
                    .invalidScript(
                            catalog.repeatable().stream().map(Script::location).toList(),
                            null,
                            catalog.repeatable().get(0).location()
                                    + " cannot run: repeatable scripts need records of when they ran, which the adapter of "
                                    + backend.name() + " does not keep.",
                            "Let the adapter have the capability REPEATABLE, or give the scripts numbers.");
        }
    }

    /**
     * Refuses a repeatable script that could be left half done, where the database can run one as a whole.
     *
     * @throws InvalidScriptException if it is such a script
     */
    static void requireAtomic(Backend<?> backend, Step step) {
        Plan.Step planned = step.planned();
        if (!step.runsInTransaction() && backend.can(Capability.ATOMIC_SCRIPTS)) {
            String place = step.script().location()
                    + planned.position().map(position -> ":" + position).orElse("");
            throw Bridge.errors()
                    .invalidScript(
                            List.of(step.script().location()),
                            planned.position().orElse(null),
                            place + ": a repeatable script must run in one transaction, with its record: "
                                    + planned.reason().orElse("this one does not") + ".",
                            "Take that out, or give the script a number.");
        }
    }

    /** Returns those that are new or were changed, in order; none while numbered scripts are kept from running. */
    List<Script> due() {
        return isKeptWaiting() || isOlderThanDatabase() ? List.of() : changed();
    }

    private List<Script> changed() {
        List<Script> changed = new ArrayList<>();
        for (Script script : catalog.repeatable()) {
            Optional<String> recorded = snapshot.recorded(script);
            if (recorded.isEmpty()
                    || (ScriptChecksum.isComparable(recorded.get()) && !checksums.match(script, recorded.get()))) {
                changed.add(script);
            }
        }
        if (changed.isEmpty()) {
            return changed;
        }
        RepeatableOrder order = checksums.order(catalog);
        return checksums.remakes() ? order.withDependents(changed) : order.of(changed);
    }

    /** They may use what the scripts above the target make. */
    private boolean isKeptWaiting() {
        return !catalog.aboveLimit().isEmpty();
    }

    /** What a newer program made must not become what an older one knows. */
    private boolean isOlderThanDatabase() {
        return snapshot.version().isAfter(catalog.highest()) || catalog.isAboveLimit(snapshot.version());
    }

    /** Returns the records of scripts whose files are gone. */
    List<HistoryEntry> removed() {
        return snapshot.repeatable().stream()
                .filter(entry -> catalog.repeatable().stream()
                        .noneMatch(script -> script.fileName().equals(entry.fileName())))
                .toList();
    }

    /** Returns what a person should know of scripts that do not run. */
    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        List<Script> waiting = isKeptWaiting() ? changed() : List.of();
        if (!waiting.isEmpty()) {
            warnings.add(warning("Repeatable scripts wait until the target lets all numbered scripts run: "
                    + waiting.stream().map(Script::fileName).collect(Collectors.joining(", ")) + "."));
        }
        for (Script script : catalog.repeatable()) {
            Optional<String> recorded = snapshot.recorded(script);
            if (recorded.isPresent() && !ScriptChecksum.isComparable(recorded.get())) {
                warnings.add(warning("Whether " + script.location()
                        + " was changed after it ran is not known, so it does not run: a newer fastmigrate wrote its"
                        + " checksum (" + recorded.get() + "). Use that version again."));
            }
        }
        return warnings;
    }

    /** Returns what a person should know before a run of scripts whose files are gone. */
    List<Warning> removalWarnings() {
        List<HistoryEntry> removed = isOlderThanDatabase() ? List.of() : removed();
        return removed.isEmpty()
                ? List.of()
                : List.of(warning(
                        "What these repeatable scripts made stays in the database, although their files are gone: "
                                + removed.stream().map(HistoryEntry::fileName).collect(Collectors.joining(", "))
                                + ". If it is no longer needed, drop it in a numbered script."));
    }

    private static Warning warning(String text) {
        return Bridge.values().warning(Warning.Kind.REPEATABLE, text);
    }
}
