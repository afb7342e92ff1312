package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Status;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows the version of the database, and its applied and pending scripts. Never writes. */
@Mojo(name = "status", threadSafe = true)
public final class StatusMojo extends DatabaseMojo {

    /** Creates the goal for Maven. */
    public StatusMojo() {}

    @Override
    void run(FastMigrate database) {
        Status status = database.status();
        Output output = output();
        output.info("Database:   " + database.databaseName());
        output.info("Migrations: " + String.join(", ", migrations()));
        output.info("Version:    " + (Wording.isManaged(status) ? status.version() : "none"));
        output.info("Target:     " + status.target());
        output.info("State:      " + Wording.state(status));
        status.pending().forEach(script -> output.info("Pending:    " + script.fileName()));
        status.aboveTarget().forEach(script -> output.info("Not run:    " + script.fileName() + " (above the target)"));
        entries("Applied:    ", status.applied());
        entries("Repeatable: ", status.appliedRepeatable());
        entries("File gone:  ", status.missing());
        status.warnings().forEach(warning -> output.warn(warning.message()));
    }

    private void entries(String title, List<HistoryEntry> entries) {
        for (HistoryEntry entry : entries) {
            String when = DateTimeFormatter.ISO_INSTANT.format(entry.appliedAt().truncatedTo(ChronoUnit.SECONDS));
            output().info(title + entry.fileName() + ", " + when + ", " + Wording.duration(entry.took()) + ", by "
                    + entry.appliedBy());
        }
    }
}
