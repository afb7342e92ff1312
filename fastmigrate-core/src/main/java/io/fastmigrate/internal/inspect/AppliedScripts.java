package io.fastmigrate.internal.inspect;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The scripts that a database has applied, as far as they are still there.
 *
 * @param scripts in order, the repeatable ones last
 * @param unknown names of what repeatable scripts make that have changed since they ran: its text in the database is an older one
 * @param warnings what a person should know who relies on them, such as that one was edited
 */
public record AppliedScripts(Version version, List<Script> scripts, Set<String> unknown, List<Warning> warnings) {

    private static final int MOST_NAMED = 10;

    public AppliedScripts {
        scripts = List.copyOf(scripts);
        unknown = Set.copyOf(unknown);
        warnings = List.copyOf(warnings);
    }

    /** @throws FastMigrateException if the database has applied scripts that are not there, or is none of ours */
    static AppliedScripts of(Engine<?> engine) {
        Version version = engine.version();
        Status status = engine.status();
        requireAll(engine, version, status);
        Set<String> recorded =
                status.appliedRepeatable().stream().map(HistoryEntry::fileName).collect(Collectors.toSet());
        List<Script> applied = engine.scripts().stream()
                .filter(script -> script.isRepeatable()
                        ? recorded.contains(script.fileName())
                        : !script.version().isAfter(version) && !isPassedOver(script, status.applied()))
                .toList();
        List<Script> rerun = status.pending().stream()
                .filter(script -> script.isRepeatable() && recorded.contains(script.fileName()))
                .toList();
        return new AppliedScripts(version, applied, Set.copyOf(engine.namesMadeBy(rerun)), warnings(status, rerun));
    }

    private static List<Warning> warnings(Status status, List<Script> rerun) {
        List<Warning> warnings = new ArrayList<>(status.warnings());
        if (!rerun.isEmpty()) {
            warnings.add(
                    warning("These repeatable scripts have not run again since they or what they use was changed, so"
                            + " what they make is not compared: "
                            + rerun.stream().map(Script::fileName).collect(Collectors.joining(", ")) + "."));
        }
        List<String> gone = status.missing().stream()
                .filter(HistoryEntry::isRepeatable)
                .map(HistoryEntry::fileName)
                .toList();
        if (!gone.isEmpty()) {
            warnings.add(warning(
                    "The files of these repeatable scripts are gone, so what they made counts as added by hand: "
                            + String.join(", ", gone) + ". Drop it in a numbered script, or put the files back."));
        }
        return warnings;
    }

    private static Warning warning(String text) {
        return Bridge.values().warning(Warning.Kind.REPEATABLE, text);
    }

    /** Tells whether an object, by its kind and name, belongs to what is not known. */
    public boolean isUnknown(String object) {
        return unknown.stream()
                .anyMatch(name -> Pattern.compile(
                                "(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                        .matcher(object)
                        .find());
    }

    private static void requireAll(Engine<?> engine, Version version, Status status) {
        Version highest = highest(engine.scripts());
        if (version.isAfter(highest)) {
            throw Bridge.errors().databaseAhead(engine.databaseName(), version, highest);
        }
        List<String> missing = status.missing().stream()
                .filter(entry -> !entry.isRepeatable())
                .map(HistoryEntry::fileName)
                .toList();
        if (!missing.isEmpty()) {
            String named = String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size())))
                    + (missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more" : "");
            throw Bridge.errors()
                    .invalidScript(
                            missing,
                            null,
                            "Scripts that the database has applied are missing, so what they make is not known: "
                                    + named + ".",
                            "Put them back, or specify the directory that has them (--migrations).");
        }
    }

    static Version highest(List<Script> scripts) {
        return scripts.stream().map(Script::version).max(Version::compareTo).orElse(Version.ZERO);
    }

    /** A run went from below its number to above it, so it was not there yet. */
    private static boolean isPassedOver(Script script, List<HistoryEntry> history) {
        return history.stream().noneMatch(entry -> entry.version().equals(script.version()))
                && history.stream()
                        .anyMatch(entry -> script.version().isAfter(entry.from())
                                && entry.version().isAfter(script.version()));
    }
}
