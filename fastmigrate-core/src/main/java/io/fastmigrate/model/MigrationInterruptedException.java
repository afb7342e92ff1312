package io.fastmigrate.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run was interrupted. The script that ran was rolled back where it could be; what ran before it stays. */
public final class MigrationInterruptedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Report report;

    private MigrationInterruptedException(String message, @Nullable Report report) {
        super(message, "Nothing needs to be cleaned up: migrate again when it suits.", null);
        this.report = report;
    }

    /** Makes the error of a starter that was interrupted before it began. */
    public static MigrationInterruptedException whileWaiting(String database) {
        return new MigrationInterruptedException("Interrupted while waiting for " + database + ".", null);
    }

    /** Makes the error of a run that was interrupted. */
    public static MigrationInterruptedException during(Script script, String state, Report report) {
        return new MigrationInterruptedException("Interrupted while " + script.location() + " ran. " + state, report);
    }

    /** Returns what was applied before; empty when the run had not begun. */
    public Optional<Report> report() {
        return Optional.ofNullable(report);
    }
}
