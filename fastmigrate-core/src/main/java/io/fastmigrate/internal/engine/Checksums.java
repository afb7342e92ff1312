package io.fastmigrate.internal.engine;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptStamp;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Capability;
import io.fastmigrate.internal.port.Snapshot;
import io.fastmigrate.internal.repeatable.RepeatableOrder;
import io.fastmigrate.internal.script.WindowsLineEnds;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The checksums of scripts that ran. A script is read again only when its file is another one, or has another size or
 * time of writing, than when it was read last. Safe for use by several threads.
 */
final class Checksums {

    private record Known(ScriptStamp stamp, ScriptChecksum checksum) {}

    /** Scripts that were compared with a history, up to a version, and are all applied. */
    private record Agreement(ScriptCatalog catalog, List<HistoryEntry> history, Version version) {}

    private final Backend<?> backend;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private volatile @Nullable Agreement latest;

    private record Ordered(ScriptCatalog catalog, RepeatableOrder order) {}

    private volatile @Nullable Ordered ordered;

    /** Scripts of which none that is above a version replaces others in a way that cannot run. */
    private record FreeOfConflict(ScriptCatalog catalog, Version version) {}

    private volatile @Nullable FreeOfConflict free;

    Checksums(Backend<?> backend) {
        this.backend = backend;
    }

    /** Returns the order of the repeatable scripts, which is read once for a catalog. */
    @SuppressWarnings("ReferenceEquality") // to compare what is equal would take longer than to read the scripts again
    RepeatableOrder order(ScriptCatalog catalog) {
        Ordered known = ordered;
        if (known == null || known.catalog() != catalog) {
            known = new Ordered(catalog, RepeatableOrder.of(backend, catalog.repeatable()));
            ordered = known;
        }
        return known.order();
    }

    /** Tells whether the database can drop and make again what repeatable scripts make, in one transaction. */
    boolean remakes() {
        return backend.can(Capability.ATOMIC_SCRIPTS);
    }

    String databaseName() {
        return backend.name();
    }

    /** Tells whether what the very same scripts replace was found to be no obstacle for a database of this version before. */
    @SuppressWarnings("ReferenceEquality") // to compare what is equal would take as long as to read the scripts again
    boolean areFreeOfConflict(ScriptCatalog catalog, Version version) {
        FreeOfConflict known = free;
        return known != null && known.catalog() == catalog && known.version().equals(version);
    }

    /** Keeps that, unless a script bears no stamp that tells of any change. */
    void keepFreeOfConflict(ScriptCatalog catalog, Version version) {
        for (Script script : catalog.scripts().tailMap(version, false).values()) {
            ScriptStamp stamp = Bridge.values().stamp(script).orElse(null);
            if (stamp == null || !stamp.settled()) {
                return;
            }
        }
        free = new FreeOfConflict(catalog, version);
    }

    /** Tells whether the very same scripts and entries were found to agree before. */
    @SuppressWarnings("ReferenceEquality") // to compare what is equal would take as long as to compare the checksums
    boolean agree(ScriptCatalog catalog, Snapshot snapshot) {
        Agreement known = latest;
        return known != null
                && known.catalog() == catalog
                && known.history() == snapshot.history()
                && known.version().equals(snapshot.version());
    }

    /** Keeps that nothing was found in scripts all of which bear a stamp that tells of any change. */
    void keepAgreement(ScriptCatalog catalog, Snapshot snapshot) {
        latest = new Agreement(catalog, snapshot.history(), snapshot.version());
    }

    /**
     * Tells whether a script is the one whose checksum a history has.
     *
     * @param recorded a checksum that is {@linkplain ScriptChecksum#isComparable comparable}
     */
    boolean match(Script script, String recorded) {
        Optional<ScriptChecksum> now = of(script);
        if (now.isEmpty() || now.get().matches(recorded)) {
            return now.isPresent();
        }
        // Before checksums had a version, line ends within quotes counted: it may have run from a checkout of Windows.
        return script.kind() == Script.Kind.SQL
                && ScriptChecksum.isUnversioned(recorded)
                && read(withWindowsLineEnds(script))
                        .filter(checksum -> checksum.matches(recorded))
                        .isPresent();
    }

    private static Script withWindowsLineEnds(Script script) {
        return Bridge.values()
                .scriptOfResource(
                        script.version(),
                        script.fileName(),
                        script.kind(),
                        script.location(),
                        () -> new WindowsLineEnds(script.open()));
    }

    /** Reads a script ahead, so that it need not be read when it is compared. */
    void prepare(Script script) {
        of(script);
    }

    /** Returns a script's checksum; empty for one that has become one that could not even run. */
    private Optional<ScriptChecksum> of(Script script) {
        ScriptStamp stamp = Bridge.values().stamp(script).orElse(null);
        if (stamp == null || !stamp.settled()) {
            return read(script);
        }
        Known before = known.get(script.location());
        if (before != null && before.stamp().equals(stamp)) {
            return Optional.of(before.checksum());
        }
        Optional<ScriptChecksum> checksum = read(script);
        if (checksum.isPresent()) {
            known.put(script.location(), new Known(stamp, checksum.get()));
        }
        return checksum;
    }

    /** A script that ran needs no values any more: it may have run before there were any. */
    private Optional<ScriptChecksum> read(Script script) {
        if (Bridge.values().valuesOf(script).isEmpty()) {
            return checksum(script);
        }
        Optional<ScriptChecksum> written = checksum(Bridge.values().withValues(script, Map.of()));
        return written.isPresent() ? written : checksum(script);
    }

    private Optional<ScriptChecksum> checksum(Script script) {
        try {
            return Optional.of(backend.checksum(script));
        } catch (InvalidScriptException e) {
            return Optional.empty();
        }
    }
}
