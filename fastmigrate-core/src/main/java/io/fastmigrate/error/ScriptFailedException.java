package io.fastmigrate.error;

import io.fastmigrate.Report;
import io.fastmigrate.Script;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script failed. The scripts before it stay applied; its version was not set. */
public final class ScriptFailedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient Report report;
    private final transient Script script;
    private final transient Script.@Nullable Position position;

    /**
     * Makes the error.
     *
     * @param report what was applied before
     * @param position of the token or statement that failed, where there is one
     */
    ScriptFailedException(
            Report report,
            Script script,
            Script.@Nullable Position position,
            String message,
            String advice,
            @Nullable Throwable cause) {
        super(message, advice, cause);
        this.report = report;
        this.script = script;
        this.position = position;
    }

    /** Returns what the run did before this script. */
    public Report report() {
        return report;
    }

    /** Returns the script that failed. */
    public Script script() {
        return script;
    }

    /** Returns where in the script it failed, where that is known. */
    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }
}
