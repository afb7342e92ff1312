package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.backend.Snapshot;
import io.fastmigrate.model.HistoryEntry;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.Version;
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

    private record Known(Script.Stamp stamp, String checksum) {}

    /** Scripts that were compared with a history, up to a version, and were all what ran. */
    private record Agreement(Inventory inventory, List<HistoryEntry> history, Version version) {}

    private final Backend backend;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private volatile @Nullable Agreement latest;

    Checksums(Backend backend) {
        this.backend = backend;
    }

    /** Tells whether the very same scripts and entries were found to agree before. */
    @SuppressWarnings("ReferenceEquality") // to compare what is equal would take as long as to compare the checksums
    boolean agree(Inventory inventory, Snapshot snapshot) {
        Agreement known = latest;
        return known != null
                && known.inventory() == inventory
                && known.history() == snapshot.history()
                && known.version().equals(snapshot.version());
    }

    /** Keeps that nothing was found in scripts all of which bear a stamp that tells of any change. */
    void keepAgreement(Inventory inventory, Snapshot snapshot) {
        latest = new Agreement(inventory, snapshot.history(), snapshot.version());
    }

    /** Returns a script's checksum; empty for one that has become one that could not even run. */
    Optional<String> of(Script script) {
        Script.Stamp stamp = script.stamp().orElse(null);
        if (stamp == null || !stamp.settled()) {
            return read(script);
        }
        Known before = known.get(script.location());
        if (before != null && before.stamp().equals(stamp)) {
            return Optional.of(before.checksum());
        }
        Optional<String> checksum = read(script);
        if (checksum.isPresent()) {
            known.put(script.location(), new Known(stamp, checksum.get()));
        }
        return checksum;
    }

    private Optional<String> read(Script script) {
        try {
            return Optional.of(backend.plan(script).planned().checksum());
        } catch (InvalidScriptException e) {
            return Optional.empty();
        }
    }
}
