package io.fastmigrate.model;

import java.util.List;

/**
 * What a run would do now.
 *
 * @param current the database's version
 * @param target the version after the run
 * @param steps the scripts that would run, in order; empty when nothing is pending
 */
public record Plan(Version current, Version target, List<PlannedScript> steps, List<Warning> warnings) {

    public Plan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }
}
