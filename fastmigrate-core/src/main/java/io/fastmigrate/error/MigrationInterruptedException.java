package io.fastmigrate.error;

import io.fastmigrate.Report;
import io.fastmigrate.Script;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run was interrupted. The running script was rolled back if possible; scripts applied before it stay applied. */
public final class MigrationInterruptedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private static final String NOTHING_LEFT = "Nothing needs to be cleaned up: migrate again at any time.";

    private final transient @Nullable Report report;

    private MigrationInterruptedException(String message, String advice, @Nullable Report report) {
        super(message, advice, null);
        this.report = report;
    }

    /** Creates the error for a run that was interrupted before it started. */
    static MigrationInterruptedException whileWaiting(String database) {
        return new MigrationInterruptedException("Interrupted while waiting for " + database + ".", NOTHING_LEFT, null);
    }

    /** Creates the error for a run that was interrupted. */
    static MigrationInterruptedException during(Script script, String state, Report report) {
        return during(script, state, NOTHING_LEFT, report);
    }

    /** Creates the error for a run that was interrupted in a script whose changes may have been kept. */
    static MigrationInterruptedException during(Script script, String state, String advice, Report report) {
        return new MigrationInterruptedException(
                "Interrupted while " + script.location() + " ran. " + state, advice, report);
    }

    /** Returns the report of the scripts applied before; empty if the run had not started. */
    public Optional<Report> report() {
        return Optional.ofNullable(report);
    }
}
