package io.fastmigrate.cli.option;

import io.fastmigrate.Fleet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many databases are migrated together. */
public final class FleetOptions {

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many databases to migrate at the same time (default: number of processors).")
    private @Nullable Integer workers;

    @Option(names = "--no-canary", description = "Do not migrate one database alone before the others.")
    private boolean noCanary;

    @Option(names = "--stop-on-failure", description = "Start no other database after one has failed.")
    private boolean stopOnFailure;

    public Fleet apply(Fleet databases) {
        Fleet fleet = workers == null ? databases : databases.workers(workers);
        fleet = noCanary ? fleet.withoutCanary() : fleet;
        return stopOnFailure ? fleet.stopOnFailure() : fleet;
    }
}
