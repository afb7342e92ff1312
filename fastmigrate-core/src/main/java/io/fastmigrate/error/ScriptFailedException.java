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
     * Creates the error.
     *
     * @param report the scripts that were applied before
     * @param position of the token or statement that failed, if known
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

    /** Returns the report of the run up to this script. */
    public Report report() {
        return report;
    }

    /** Returns the script that failed. */
    public Script script() {
        return script;
    }

    /** Returns the position of the failure in the script, if known. */
    public Optional<Script.Position> position() {
        return Optional.ofNullable(position);
    }
}
