package io.fastmigrate.lint.internal.prove.server;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.prove.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run of a script on a temporary database did. */
public interface ScriptRun {

    /** Returns what it shows of a finding. */
    Shown show(String rule, Script.Position position);

    /** Returns why the script failed; empty if it ran, or could not be begun. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    /** Returns the rows of each table behind the script, as texts. */
    default Map<String, List<String>> rows() {
        return Map.of();
    }
}
