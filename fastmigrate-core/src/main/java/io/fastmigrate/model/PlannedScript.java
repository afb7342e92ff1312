package io.fastmigrate.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script that would run, and how.
 *
 * @param execution how change and version become durable
 * @param reason why the script does not simply run in the engine's transaction: a sentence for people
 * @param position the statement that forces it
 * @param checksum what the history will keep; what runs is what was planned, or an error
 */
public record PlannedScript(
        Script script, Execution execution, Optional<String> reason, Optional<Position> position, String checksum) {

    /** Makes a step that needs no reason. */
    public static PlannedScript of(Script script, Execution execution, String checksum) {
        return new PlannedScript(script, execution, Optional.empty(), Optional.empty(), checksum);
    }

    /** Makes a step with the reason for its execution, and the statement that forces it where it is one. */
    public static PlannedScript because(
            Script script, Execution execution, String checksum, String reason, @Nullable Position position) {
        return new PlannedScript(script, execution, Optional.of(reason), Optional.ofNullable(position), checksum);
    }
}
