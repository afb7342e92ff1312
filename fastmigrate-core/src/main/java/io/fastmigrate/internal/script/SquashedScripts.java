package io.fastmigrate.internal.script;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What it means for a database that one script has replaced several. */
public final class SquashedScripts {

    private SquashedScripts() {}

    /**
     * Returns the error about a pending script that makes what the database has already in part; empty if there is none.
     *
     * @param pending in order
     * @param version of the database
     */
    public static Optional<InvalidScriptException> conflict(List<Script> pending, Version version, String database) {
        Version before = version;
        for (Script script : pending) {
            Optional<SquashedRange> range = SquashedRange.of(script);
            if (range.isPresent() && !range.get().first().isAfter(before)) {
                return Optional.of(
                        before.equals(version)
                                ? inTheMiddle(script, range.get(), version, database)
                                : leftOver(script, range.get(), before));
            }
            before = script.version();
        }
        return Optional.empty();
    }

    /**
     * Returns the error about a target that only the scripts that were replaced would reach; empty if there is none.
     *
     * @param above the scripts above the target, in order
     * @param version of the database, below the target
     */
    public static Optional<InvalidScriptException> targetConflict(
            List<Script> above, Version target, Version version, String database) {
        return above.stream()
                .findFirst()
                .flatMap(script -> SquashedRange.of(script)
                        .filter(range -> range.contains(target))
                        .map(range -> Bridge.errors()
                                .invalidScript(
                                        List.of(script.location()),
                                        null,
                                        script.location() + " replaces the scripts " + range + ", and the target "
                                                + target + " is in the middle of them: " + database,
                                        "Set the target to " + range.last()
                                                + " or higher. The database is still at version " + version + ".")));
    }

    private static InvalidScriptException inTheMiddle(
            Script script, SquashedRange range, Version version, String database) {
        return Bridge.errors()
                .invalidScript(
                        List.of(script.location()),
                        null,
                        script.location() + " replaces the scripts " + range
                                + " in a new database, and this one is at version " + version
                                + ", in the middle of them: " + database,
                        "First migrate it to " + range.last()
                                + " with the scripts that were replaced: by the release before, or with"
                                + " the directory that they were moved to (squashed/" + range.directory()
                                + ") as migrations. Nothing was changed.");
    }

    private static InvalidScriptException leftOver(Script script, SquashedRange range, Version before) {
        return Bridge.errors()
                .invalidScript(
                        List.of(script.location()),
                        null,
                        script.location() + " replaces the scripts " + range + ", but a script " + before.padded()
                                + " is still there.",
                        "Move that script to where the others were moved (squashed/" + range.directory()
                                + "), or give it the next free number (fastmigrate renumber) if it is a new one. Nothing ran.");
    }

    /** Tells whether the history means the script that had this number before others were replaced with it. */
    public static boolean isReplaced(Script script, HistoryEntry entry) {
        return !entry.fileName().equals(script.fileName())
                && SquashedRange.of(script).isPresent();
    }

    /** Returns the entries whose scripts are gone, without those that one script has replaced. */
    public static List<HistoryEntry> missing(NavigableMap<Version, Script> scripts, List<HistoryEntry> history) {
        List<HistoryEntry> missing = new ArrayList<>();
        Version known = Version.ZERO;
        Optional<SquashedRange> range = Optional.empty();
        for (HistoryEntry entry : history) {
            if (scripts.containsKey(entry.version())) {
                continue;
            }
            Map.Entry<Version, Script> next = scripts.higherEntry(entry.version());
            if (next != null && !next.getKey().equals(known)) {
                known = next.getKey();
                range = SquashedRange.of(next.getValue());
            }
            if (next == null || range.isEmpty() || !range.get().contains(entry.version())) {
                missing.add(entry);
            }
        }
        return missing;
    }
}
