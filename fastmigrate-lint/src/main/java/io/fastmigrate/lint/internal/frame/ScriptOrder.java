package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The scripts in the order in which they are linted. Of those that share a number, the first one has it; the others come behind all numbered scripts, as they
 * would with the next free numbers.
 *
 * @param taken those that come behind, with the script that has their number
 */
public record ScriptOrder(List<Script> scripts, Map<Script, Script> taken) {

    private static final String RULE = "X1";

    /**
     * Puts the scripts in order.
     *
     * @param sharing as {@link Inspection#sharingNumbers} returns them
     * @param first of those that share a number, which comes first whatever its name is
     */
    public static ScriptOrder of(Inspection inspection, List<Script> sharing, Predicate<Script> first) {
        Map<Version, Script> having = new LinkedHashMap<>();
        sharing.stream().filter(first).forEach(script -> having.putIfAbsent(script.version(), script));
        sharing.forEach(script -> having.putIfAbsent(script.version(), script));
        Map<Script, Script> taken = new LinkedHashMap<>();
        for (Script script : sharing) {
            Script other = having.get(script.version());
            if (other != null && !script.equals(other)) {
                taken.put(script, other);
            }
        }
        List<Script> ordered = new ArrayList<>(inspection.scriptsWithout(taken.keySet()));
        int behind =
                (int) ordered.stream().filter(script -> !script.isRepeatable()).count();
        ordered.addAll(behind, taken.keySet());
        return new ScriptOrder(List.copyOf(ordered), taken);
    }

    /** Returns what is wrong with a script whose number another one has. */
    public Optional<Found> look(Script script) {
        return Optional.ofNullable(taken.get(script))
                .map(other -> new Found(
                        RULE,
                        -1,
                        Script.Position.START,
                        "",
                        "The number " + script.version().padded() + " is that of " + other.fileName()
                                + ", too: nothing runs while two scripts have one number.",
                        RuleSheets.of(RULE).safeWay()));
    }
}
