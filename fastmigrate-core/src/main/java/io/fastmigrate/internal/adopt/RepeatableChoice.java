package io.fastmigrate.internal.adopt;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.sql.names.ObjectName;
import io.fastmigrate.internal.sql.names.ScriptNames;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which scripts that ran again after each change, at their place among the others, can run after all others.
 *
 * @param values that are put into them
 */
record RepeatableChoice(AdoptingBackend<?> backend, Map<String, String> values) {

    private static final Set<String> KINDS =
            Set.of("VIEW", "MATERIALIZED VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "ALIAS", "AGGREGATE", "PACKAGE");

    /** Drops a view before a script that makes it runs again. */
    private static final Set<String> DROPS_VIEWS = Set.of("sqlite", "postgresql");

    /**
     * Returns the scripts with numbers, and behind them those that can be repeatable.
     *
     * @param scripts in the order in which they ran, all that should be repeatable among them
     * @param notes are told of those that cannot
     */
    List<OldScript> of(List<OldScript> scripts, List<String> notes) {
        List<OldScript> chosen = new ArrayList<>(scripts);
        // What one script cannot wait for may be what the next one makes.
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < chosen.size(); i++) {
                OldScript script = chosen.get(i);
                Optional<String> why = script.isRepeatable() ? whyNot(i, chosen) : Optional.empty();
                if (why.isPresent()) {
                    notes.add(noLonger(script.origin(), why.get()));
                    chosen.set(i, script.numbered());
                    changed = true;
                }
            }
        }
        chosen.sort(Comparator.comparing(OldScript::isRepeatable));
        return chosen;
    }

    /** Returns the note on a script that is no longer repeatable. */
    static String noLonger(String origin, String why) {
        return origin + " runs again when it changes no longer, because " + why
                + ": give each change of it a new number.";
    }

    private Optional<String> whyNot(int index, List<OldScript> scripts) {
        if (scripts.stream().allMatch(OldScript::isRepeatable)) {
            return Optional.of("a database needs one script with a number");
        }
        ScriptNames names = names(scripts.get(index));
        if (names.made().isEmpty() || !names.made().stream().allMatch(made -> KINDS.contains(made.kind()))) {
            return Optional.of("it does more than to make views, routines or triggers");
        }
        Optional<String> plain = names.made().stream()
                .filter(made -> made.isPlain()
                        && names.dropped().stream().noneMatch(made.name()::mayBe)
                        && !(made.isReplaced()
                                && DROPS_VIEWS.contains(backend.kind().product())))
                .map(ScriptNames.Made::written)
                .findFirst();
        if (plain.isPresent()) {
            return Optional.of("it fails where " + plain.get() + " is there already");
        }
        return scripts.subList(index + 1, scripts.size()).stream()
                .filter(later -> !later.isRepeatable() && needs(names(later), names))
                .findFirst()
                .map(later -> later.origin() + ", which ran later, uses what it makes");
    }

    private static boolean needs(ScriptNames later, ScriptNames names) {
        return Stream.of(
                        later.used().stream(),
                        later.mentioned().stream(),
                        later.dropped().stream(),
                        later.made().stream().map(ScriptNames.Made::name))
                .flatMap(each -> each)
                .anyMatch((ObjectName name) ->
                        names.made().stream().anyMatch(made -> made.name().mayBe(name)));
    }

    /** What cannot be read fails when the scripts are tried, where more is said. */
    private ScriptNames names(OldScript old) {
        Script script = Bridge.values()
                .scriptOfResource(
                        new Version(1),
                        old.description() + ".sql",
                        Script.Kind.SQL,
                        old.origin(),
                        () -> new ByteArrayInputStream(old.text()));
        try {
            return backend.names(values.isEmpty() ? script : Bridge.values().withValues(script, values));
        } catch (FastMigrateException e) {
            return ScriptNames.NONE;
        }
    }
}
