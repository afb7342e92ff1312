package io.fastmigrate.model;


/** The run was interrupted. The script that ran was rolled back where it could be; what ran before it stays. */
public final class MigrationInterruptedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    private final transient Report report;

    public MigrationInterruptedException(String message, String advice, Report report) {
        super(message, advice, null);
        this.report = report;
    }

    /** Returns what was applied before. */
    public Report report() {
        return report;
    }
}
