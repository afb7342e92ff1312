package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Session;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.settings.Settings;
import io.fastmigrate.internal.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Records the current text of an edited script in the history.
 *
 * @param managed returns a snapshot of a managed database as it is, and throws for others
 */
record Acceptance<S extends Step>(Settings settings, Backend<S> backend, UnaryOperator<Snapshot> managed) {

    HistoryEntry accept(Script script, Waiting waiting) {
        try (Session<S> session = backend.open(waiting)) {
            session.lock();
            Snapshot snapshot = managed.apply(session.read());
            if (script.version().isAfter(snapshot.version())) {
                throw InvalidSettingException.of(
                        script.location() + " has not run yet: the database is at version " + snapshot.version() + ".",
                        "Nothing needs to be accepted: migrate.");
            }
            HistoryEntry entry = accepted(script, snapshot);
            UnitOfWork.Contexts<S> none = (step, from) -> {
                throw new IllegalStateException("No script runs.");
            };
            new UnitOfWork<>(session, none, entry.appliedBy(), true).record(entry);
            return entry;
        }
    }

    /** Keeps when, how long and by whom; a script without an entry gets one that says nothing of its neighbours. */
    private HistoryEntry accepted(Script script, Snapshot snapshot) {
        Optional<HistoryEntry> known = snapshot.history().stream()
                .filter(entry -> entry.version().equals(script.version()))
                .findFirst();
        return backend.plan(script)
                .entry(
                        known.map(HistoryEntry::from).orElse(script.version()),
                        known.map(HistoryEntry::appliedAt).orElseGet(Instant::now),
                        known.map(HistoryEntry::took).orElse(Duration.ZERO),
                        known.map(HistoryEntry::appliedBy).orElseGet(settings::appliedBy));
    }
}
