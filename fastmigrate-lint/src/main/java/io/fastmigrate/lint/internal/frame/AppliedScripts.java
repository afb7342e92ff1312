package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.port.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of the scripts a database has applied. Without a history, all up to its version may be. */
public final class AppliedScripts {

    private final Snapshot database;
    private final Set<String> names;

    /** @param scripts all that there are */
    public AppliedScripts(Snapshot database, List<Script> scripts) {
        this.database = database;
        this.names = scripts.stream().map(Script::fileName).collect(Collectors.toSet());
    }

    /** Tells whether there is a database. */
    public boolean isKnown() {
        return database.presence() != Snapshot.Presence.MISSING;
    }

    public Version version() {
        return database.version();
    }

    /** Tells whether a numbered script was applied. */
    public boolean has(Script script) {
        Version number = script.version();
        if (script.isRepeatable() || number.isAfter(database.version())) {
            return false;
        }
        Optional<HistoryEntry> entry = database.history().stream()
                .filter(each -> each.version().equals(number))
                .findFirst();
        boolean another = entry.map(HistoryEntry::fileName)
                .filter(name -> !name.equals(script.fileName()) && names.contains(name))
                .isPresent();
        boolean late = entry.isEmpty()
                && database.history().stream()
                        .anyMatch(each ->
                                number.isAfter(each.from()) && each.version().isAfter(number));
        return !another && !late;
    }
}
