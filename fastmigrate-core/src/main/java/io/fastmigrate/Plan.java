package io.fastmigrate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do now.
 *
 * @param current the database's version
 * @param target the version after the run
 * @param steps the scripts that would run, in order; empty when nothing is pending
 */
public record Plan(Version current, Version target, List<Plan.Step> steps, List<Warning> warnings) {

    public Plan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /**
     * A script that would run, and how.
     *
     * @param execution how change and version become durable
     * @param reason why the script does not simply run in the engine's transaction: a sentence for people
     * @param position the statement that forces it
     * @param checksum what the history will keep; what runs is what was planned, or an error
     */
    public record Step(
            Script script,
            Execution execution,
            Optional<String> reason,
            Optional<Script.Position> position,
            String checksum) {

        /** Makes a step that needs no reason. */
        public static Step of(Script script, Execution execution, String checksum) {
            return new Step(script, execution, Optional.empty(), Optional.empty(), checksum);
        }

        /** Makes a step with the reason for its execution, and the statement that forces it where it is one. */
        public static Step because(
                Script script,
                Execution execution,
                String checksum,
                String reason,
                Script.@Nullable Position position) {
            return new Step(script, execution, Optional.of(reason), Optional.ofNullable(position), checksum);
        }
    }

    /** How a script's change and its version become durable. */
    public enum Execution {
        /** The engine's transaction holds the script and its version: both or neither. */
        ATOMIC,
        /** The script brings its own transaction, which takes the version in with it: both or neither. */
        OWN_TRANSACTION,
        /** Statement by statement, since something in the script cannot run in one transaction; the version comes last. */
        NON_TRANSACTIONAL,
        /**
         * Statement by statement, since the database commits some of them by itself; a checkpoint table records which are done, and after
         * a failure the next run goes on at the one that failed.
         */
        RESUMABLE,
        /** Its own process; the version is set once it has ended with success. */
        PROCESS
    }
}
