package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the runner will run a script.
 *
 * @param reason why it is not simply atomic; null if it is
 * @param position of the statement that is the reason
 * @param foreignKeysOn whether the script has SQLite enforce foreign keys while it runs
 * @param refusal why the runner will not run it; null if it will
 */
public record ScriptPlan(
        Plan.Execution execution,
        @Nullable String reason,
        Script.@Nullable Position position,
        boolean foreignKeysOn,
        @Nullable Refusal refusal) {

    /** Why the runner does not run a script. */
    public record Refusal(Script.Position position, String message, String advice) {

        /** Makes one of an error; the location of the script is not repeated in the message. */
        public static Refusal of(InvalidScriptException error, String location) {
            Script.Position position = error.position().orElse(Script.Position.START);
            String message = String.valueOf(error.getMessage()).replace(location + ":" + position + ": ", "");
            return new Refusal(position, message, error.advice());
        }
    }

    /** Tells whether the runner commits the script's statements together. */
    public boolean isTransactional() {
        return execution == Plan.Execution.ATOMIC || execution == Plan.Execution.OWN_TRANSACTION;
    }

    public Optional<Refusal> refused() {
        return Optional.ofNullable(refusal);
    }
}
