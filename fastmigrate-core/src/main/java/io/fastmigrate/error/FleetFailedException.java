package io.fastmigrate.error;

import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import java.util.List;

/** One or more databases of a fleet failed. The report has the outcome of each. */
public final class FleetFailedException extends FastMigrateException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMED = 20;

    private final transient Fleet.Report report;

    FleetFailedException(Fleet.Report report) {
        super(message(report), advice(report), report.failed().get(0).failure().orElse(null));
        this.report = report;
    }

    /** Returns the outcome of each database. */
    public Fleet.Report report() {
        return report;
    }

    private static String message(Fleet.Report report) {
        List<Outcome> failed = report.failed();
        StringBuilder text = new StringBuilder()
                .append(failed.size())
                .append(" of ")
                .append(report.outcomes().size())
                .append(" databases failed:");
        for (Outcome outcome : failed.subList(0, Math.min(failed.size(), MOST_NAMED))) {
            text.append("\n    ").append(outcome.database()).append(": ").append(reason(outcome, failed.size() == 1));
        }
        if (failed.size() > MOST_NAMED) {
            text.append("\n    and ").append(failed.size() - MOST_NAMED).append(" more");
        }
        int done = report.count(State.MIGRATED) + report.count(State.UP_TO_DATE);
        return text.append("\nThe others: ")
                .append(done)
                .append(" done, ")
                .append(report.count(State.NOT_TRIED))
                .append(" not touched.")
                .toString();
    }

    private static String reason(Outcome outcome, boolean whole) {
        String reason = outcome.failure().map(Throwable::getMessage).orElse("");
        return whole
                ? reason.replace("\n", "\n    ")
                : reason.lines().findFirst().orElse("");
    }

    private static String advice(Fleet.Report report) {
        return report.failed()
                        .get(0)
                        .failure()
                        .map(FastMigrateException::advice)
                        .orElse("") + " Then migrate again: finished databases are only read.";
    }
}
