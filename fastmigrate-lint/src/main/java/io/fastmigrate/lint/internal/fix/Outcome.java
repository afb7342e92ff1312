package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All scripts as they would be. */
record Outcome(List<Script> scripts, MergedScripts merged, List<OwnScript> own) {

    /** Returns the scripts with the texts that they have now, in the order and with the numbers that they get. */
    List<Script> meant() {
        List<Script> meant = new ArrayList<>(others());
        for (OwnScript each : own) {
            meant.add(each.meant());
        }
        return meant;
    }

    List<Script> becomes() {
        List<Script> becomes = new ArrayList<>(others());
        own.forEach(each -> becomes.addAll(each.becomes()));
        return becomes;
    }

    private List<Script> others() {
        Stream<Script> kept = scripts.stream()
                .filter(script -> script.javaMigration().isEmpty())
                .filter(script -> !merged.gone().contains(script))
                .filter(script -> own.stream().noneMatch(each -> each.script().equals(script)));
        return Stream.concat(kept, merged.restored().stream()).toList();
    }

    /** Returns what lint finds in fixed scripts that it did not find in them before, or still finds; empty if it is nothing. */
    Optional<String> worse(List<Harm> before, List<Harm> after, List<Fixed> results) {
        List<String> worse = new ArrayList<>();
        for (OwnScript each : own.stream().filter(one -> !one.isNew()).toList()) {
            List<String> allowed = rules(before, Set.of(each.script().location()));
            results.stream()
                    .filter(fixed -> fixed.done() && fixed.script().equals(each.script()))
                    .forEach(fixed -> allowed.remove(fixed.rule()));
            List<String> found =
                    rules(after, each.becomes().stream().map(Script::location).collect(Collectors.toSet()));
            allowed.forEach(found::remove);
            String name = String.valueOf(each.file(0).getFileName());
            found.forEach(rule -> worse.add(rule + " in " + name));
        }
        return worse.isEmpty()
                ? Optional.empty()
                : Optional.of("lint would find " + String.join(", ", worse) + " in the fixed scripts");
    }

    private static List<String> rules(List<Harm> harms, Set<String> locations) {
        return harms.stream()
                .filter(harm -> !harm.advice())
                .filter(harm -> locations.contains(harm.script().location()))
                .map(Harm::rule)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Returns a script with the lowest number of those that change. */
    Optional<Path> first() {
        return Stream.concat(
                        Stream.concat(merged.restored().stream(), merged.gone().stream()),
                        own.stream()
                                .filter(each -> each.isMoved() || each.isRewritten())
                                .map(OwnScript::script))
                .min(Comparator.comparing(Script::version))
                .flatMap(Script::path);
    }
}
