package io.fastmigrate.internal.engine;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.script.ScriptSource;
import io.fastmigrate.internal.script.SquashedRange;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scripts there are, in order, each number once.
 *
 * @param listing what it was made of
 * @param scripts without a script 0000, which never runs; also those above the limit
 * @param repeatable in the order of their names
 * @param limit the highest number that may run; empty for no limit
 */
record ScriptCatalog(
        ScriptSource.Listing listing,
        TreeMap<Version, Script> scripts,
        List<Script> repeatable,
        Optional<Version> limit,
        List<Warning> warnings) {

    static ScriptCatalog of(ScriptSource source, Settings settings) {
        return of(source.list(), settings);
    }

    static ScriptCatalog of(ScriptSource.Listing listing, Settings settings) {
        List<Warning> warnings = new ArrayList<>(listing.misnamed());
        if (settings.get(Setting.STRICT_NAMING) && !warnings.isEmpty()) {
            throw misnamed(warnings);
        }
        List<Script> found = new ArrayList<>(listing.scripts());
        for (JavaMigration migration : settings.get(Setting.JAVA_MIGRATIONS)) {
            found.add(javaScript(migration));
        }
        Map<String, String> values = settings.get(Setting.VALUES);
        TreeMap<Version, Script> scripts = new TreeMap<>();
        List<Script> repeatable = new ArrayList<>();
        Map<Version, Script> zero = new HashMap<>();
        for (Script script : found) {
            if (script.isRepeatable()) {
                if (settings.get(Setting.REPEATABLE)) {
                    repeatable.add(withValues(script, values));
                }
                continue;
            }
            boolean runs = script.version().isAfter(Version.ZERO);
            Script other = (runs ? scripts : zero).putIfAbsent(script.version(), withValues(script, values));
            if (other != null) {
                throw duplicate(other, script);
            }
            if (!runs) {
                warnings.add(Bridge.values()
                        .warning(
                                Warning.Kind.NUMBER_ZERO,
                                script.location()
                                        + " never runs: a database starts at version 0. Give it a number from 0001"
                                        + " on."));
            }
        }
        Optional<Integer> target = settings.find(Setting.TARGET);
        Optional<Version> limit = target.isEmpty() ? Optional.empty() : Optional.of(new Version(target.get()));
        return new ScriptCatalog(listing, scripts, ofDistinctNames(repeatable), limit, warnings);
    }

    /**
     * Keeps scripts by their names, each once.
     *
     * @throws InvalidScriptException if two have the same name, or names that some databases and file systems take for one
     */
    private static List<Script> ofDistinctNames(List<Script> scripts) {
        if (scripts.isEmpty()) {
            return List.of();
        }
        TreeMap<String, Script> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Script script : scripts) {
            Script other = byName.putIfAbsent(script.fileName(), script);
            if (other != null) {
                List<String> both = List.of(script.location(), other.location()).stream()
                        .sorted()
                        .toList();
                throw Bridge.errors()
                        .invalidScript(
                                both,
                                null,
                                "Two repeatable scripts have the same name: " + both.get(0) + " and " + both.get(1),
                                "Give one of them another name, which differs in more than upper and lower case."
                                        + " Nothing ran.");
            }
        }
        return scripts.stream()
                .sorted((one, other) -> one.fileName().compareTo(other.fileName()))
                .toList();
    }

    private static Script withValues(Script script, Map<String, String> values) {
        return script.kind() == Script.Kind.SQL && !values.isEmpty()
                ? Bridge.values().withValues(script, values)
                : script;
    }

    /** Tells whether it was made of this very listing. */
    @SuppressWarnings("ReferenceEquality") // to compare what is equal would take longer than to list the scripts again
    boolean isOf(ScriptSource.Listing other) {
        return listing == other;
    }

    /** Asks a migration what it is called; what an application wrote may return null, or fail. */
    private static Script javaScript(JavaMigration migration) {
        String name = migration.getClass().getName();
        Version version;
        String description;
        try {
            version = migration.version();
            description = migration.description();
        } catch (RuntimeException e) {
            throw misnamed(name, "does not return its version and description: it failed with " + e, e);
        }
        int number = version == null ? 0 : version.number();
        if (number < 1 || number > Setting.HIGHEST_NUMBER || description == null || description.isBlank()) {
            String told = (version == null ? "none" : String.valueOf(number)) + " and the description "
                    + (description == null ? "null" : "\"" + description + "\"");
            throw misnamed(name, "has the number " + told + ".", null);
        }
        return Bridge.values().scriptOfJava(migration);
    }

    private static InvalidScriptException misnamed(String migration, String what, @Nullable Throwable cause) {
        InvalidScriptException failure = Bridge.errors()
                .invalidScript(
                        List.of(migration),
                        null,
                        "The Java migration " + migration + " " + what,
                        "Give it a number from 1 to 9999 and a few words of description.");
        if (cause != null) {
            failure.addSuppressed(cause);
        }
        return failure;
    }

    private static InvalidScriptException misnamed(List<Warning> warnings) {
        StringBuilder text = new StringBuilder("Names that break the naming rule:");
        warnings.forEach(warning -> text.append("\n    ").append(warning.message()));
        return Bridge.errors()
                .invalidScript(
                        List.of(), null, text.toString(), "Rename them, or switch strict-naming off to skip them.");
    }

    private static InvalidScriptException duplicate(Script one, Script other) {
        List<String> both =
                List.of(one.location(), other.location()).stream().sorted().toList();
        return Bridge.errors()
                .invalidScript(
                        both,
                        null,
                        "Two scripts have the number " + one.version().padded() + ": " + both.get(0) + " and "
                                + both.get(1),
                        Stream.of(one, other)
                                .flatMap(script -> SquashedRange.of(script).stream())
                                .findFirst()
                                .map(range -> "One of them replaces " + range + ": squash " + range
                                        + " again, which finishes what was interrupted. Nothing ran.")
                                .orElse("Give one of them the next free number. Nothing ran."));
    }

    /** Returns all scripts, the repeatable ones last. */
    List<Script> all() {
        List<Script> all = new ArrayList<>(scripts.values());
        all.addAll(repeatable);
        return List.copyOf(all);
    }

    /** Returns the numbered scripts above a version, up to the limit. */
    List<Script> pending(Version version) {
        if (!target().isAfter(version)) {
            return List.of();
        }
        return List.copyOf(withinLimit().tailMap(version, false).values());
    }

    /** Returns the scripts above the limit; none without one. */
    List<Script> aboveLimit() {
        return limit.isEmpty()
                ? List.of()
                : List.copyOf(scripts.tailMap(limit.get(), false).values());
    }

    boolean isAboveLimit(Version version) {
        return limit.isPresent() && version.isAfter(limit.get());
    }

    private NavigableMap<Version, Script> withinLimit() {
        return limit.isEmpty() ? scripts : scripts.headMap(limit.get(), true);
    }

    /** Returns the highest number within the limit, 0 without scripts there. */
    Version target() {
        return highest(withinLimit());
    }

    /** Returns the highest number, whatever the limit, 0 without scripts. */
    Version highest() {
        return highest(scripts);
    }

    private static Version highest(NavigableMap<Version, Script> scripts) {
        return scripts.isEmpty() ? Version.ZERO : scripts.lastKey();
    }

    Optional<Script> get(Version version) {
        return Optional.ofNullable(scripts.get(version));
    }
}
