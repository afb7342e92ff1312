package io.fastmigrate.cli;

import io.fastmigrate.Fleet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many databases are migrated together. */
final class FleetOptions {

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Of many databases, how many at the same time (default: number of processors).")
    private @Nullable Integer workers;

    @Option(names = "--no-canary", description = "Of many databases, do not migrate one alone first.")
    private boolean noCanary;

    @Option(names = "--stop-on-failure", description = "Of many databases, begin no further one after one failed.")
    private boolean stopOnFailure;

    Fleet apply(Fleet databases) {
        Fleet fleet = workers == null ? databases : databases.workers(workers);
        fleet = noCanary ? fleet.withoutCanary() : fleet;
        return stopOnFailure ? fleet.stopOnFailure() : fleet;
    }
}
