package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.internal.port.StepFailedException;

/** What the failure of a script says that runs statement by statement, outside a transaction: what of it may be kept. */
public final class NonTransactionalFailure {

    private NonTransactionalFailure() {}

    public static StepFailedException of(StepFailedException e, SqliteStep step, SqlScriptRun run) {
        String how = "The script runs statement by statement, without a transaction"
                + step.planned().reason().map(reason -> ", because " + reason).orElse("") + ". ";
        if (e.isInterrupted()) {
            String kept = run.ran() == 1 ? " statement ran and may be kept" : " statements ran and may be kept";
            return run.ran() == 0
                    ? e
                    : StepFailedException.interrupted(
                            how + run.ran() + kept + " (the last at " + run.lastPosition() + "); nothing after it did.",
                            "Check their changes first: the script runs again from its beginning.");
        }
        String ran = how
                + (run.ran() == 0
                        ? "Nothing before this statement ran"
                        : "Before this statement, " + run.ran()
                                + (run.ran() == 1
                                        ? " ran and may be kept"
                                        : " ran and may be kept (the last at " + run.lastPosition() + ")"))
                + "; nothing after it did.";
        return StepFailedException.at(e.position().orElse(null), e.getMessage() + "\n" + ran, e.advice(), e.getCause())
                .leaving("Check the changes of the statements before it first; restore-on-failure would have"
                        + " restored the database, and a rehearsal would have shown the failure beforehand.");
    }
}
