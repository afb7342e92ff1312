package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.StatusFacts;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.script.SquashedScripts;
import java.util.List;
import java.util.stream.Stream;

/** The scripts beside what a database says of itself: where the database stands. */
record Comparison(Checksums checksums, ScriptCatalog catalog, Snapshot snapshot) {

    RepeatableScripts repeatable() {
        return new RepeatableScripts(checksums, catalog, snapshot);
    }

    /** Returns the numbered scripts to run, and then the repeatable ones that are due. */
    List<Script> pending() {
        List<Script> numbered = catalog.pending(snapshot.version());
        if (catalog.repeatable().isEmpty()) {
            return numbered;
        }
        return Stream.concat(numbered.stream(), repeatable().due().stream()).toList();
    }

    Status status(List<Warning> warnings) {
        List<HistoryEntry> missing = SquashedScripts.missing(catalog.scripts(), snapshot.history());
        if (!snapshot.repeatable().isEmpty()) {
            missing.addAll(repeatable().removed());
        }
        List<Script> pending = pending();
        return Bridge.values()
                .status(new StatusFacts(
                        state(pending),
                        snapshot.version(),
                        catalog.target(),
                        pending,
                        catalog.aboveLimit(),
                        snapshot.history(),
                        snapshot.repeatable(),
                        missing,
                        warnings));
    }

    private Status.State state(List<Script> pending) {
        return switch (snapshot.presence()) {
            case MISSING -> Status.State.MISSING;
            case UNMANAGED -> Status.State.UNMANAGED;
            case MANAGED -> {
                Version version = snapshot.version();
                if (version.isAfter(catalog.highest()) || catalog.isAboveLimit(version)) {
                    yield Status.State.AHEAD;
                }
                yield pending.isEmpty() ? Status.State.UP_TO_DATE : Status.State.PENDING;
            }
        };
    }
}
