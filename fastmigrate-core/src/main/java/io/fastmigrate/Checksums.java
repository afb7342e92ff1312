package io.fastmigrate;

import io.fastmigrate.backend.Backend;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.Script;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The checksums of scripts that ran. A script is read again only when its file is another one, or has another size or
 * time of writing, than when it was read last. Safe for use by several threads.
 */
final class Checksums {

    private record Known(Script.Stamp stamp, String checksum) {}

    private final Backend backend;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Checksums(Backend backend) {
        this.backend = backend;
    }

    /** Returns a script's checksum; empty for one that has become one that could not even run. */
    Optional<String> of(Script script) {
        Optional<Script.Stamp> stamp = script.stamp().filter(Script.Stamp::settled);
        Known before = known.get(script.location());
        if (before != null && stamp.isPresent() && before.stamp().equals(stamp.get())) {
            return Optional.of(before.checksum());
        }
        try {
            String checksum = backend.plan(script).planned().checksum();
            stamp.ifPresent(seen -> known.put(script.location(), new Known(seen, checksum)));
            return Optional.of(checksum);
        } catch (InvalidScriptException e) {
            return Optional.empty();
        }
    }
}
