package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Plan;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows what migrate would do now, and how each script would run. Never writes. */
@Mojo(name = "plan", threadSafe = true)
public final class PlanMojo extends DatabaseMojo {

    /** Creates the goal for Maven. */
    public PlanMojo() {}

    @Override
    void run(FastMigrate database) {
        Plan plan = database.plan();
        plan.warnings().forEach(warning -> output().warn(warning.message()));
        String version = "Database version: " + plan.current() + "; ";
        if (plan.steps().isEmpty()) {
            output().info(version + "nothing to do.");
            return;
        }
        String effect =
                plan.target().equals(plan.current()) ? " would run." : " would bring it to " + plan.target() + ".";
        output().info(version + Wording.scripts(plan.steps().size()) + effect);
        for (Plan.Step step : plan.steps()) {
            String reason = step.reason().map(text -> ": " + text).orElse("");
            output().info("  " + step.script().fileName() + " (" + Wording.execution(step.execution()) + reason + ")");
        }
    }
}
