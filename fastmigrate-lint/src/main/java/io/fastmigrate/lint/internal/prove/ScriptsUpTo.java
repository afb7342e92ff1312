package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script, behind those that make the schema which it meets.
 *
 * @param numbered all of them in their order; the script is the last
 * @param hindrance why they cannot run on a temporary database; empty if they can
 */
public record ScriptsUpTo(List<Script> numbered, Optional<Shown> hindrance) {

    /**
     * Returns a script behind those before it.
     *
     * @param all that there are, in their order
     */
    public static ScriptsUpTo of(Script script, List<Script> all) {
        if (script.kind() != Script.Kind.SQL || script.isRepeatable()) {
            return none("it is no numbered script in SQL");
        }
        List<Script> numbered = new ArrayList<>();
        for (Script each : all) {
            if (!each.isRepeatable() && each.compareTo(script) <= 0) {
                if (each.kind().isProcess()) {
                    return none(each.fileName() + " before it is a process, which does not run for this");
                }
                if (each.version().equals(script.version()) && !each.equals(script)) {
                    return none(each.fileName() + " has the same number");
                }
                numbered.add(each);
            }
        }
        return new ScriptsUpTo(numbered, Optional.empty());
    }

    private static ScriptsUpTo none(String why) {
        return new ScriptsUpTo(List.of(), Optional.of(Shown.not(why)));
    }

    /** Returns the version that the script meets. */
    public Version before() {
        return numbered.size() == 1
                ? Version.ZERO
                : numbered.get(numbered.size() - 2).version();
    }
}
