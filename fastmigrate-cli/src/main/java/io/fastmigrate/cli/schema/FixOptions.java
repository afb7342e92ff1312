package io.fastmigrate.cli.schema;

import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.schema.DriftFix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which script is written that ends drift. */
final class FixOptions {

    @Option(
            names = "--fix",
            description =
                    "Write a script that brings the database back to what its scripts make, verified on a temporary"
                            + " database. It is not run. Exits with 1 if it is not complete.")
    private boolean fix;

    @Option(
            names = "--adopt",
            description = "With --fix: write the next script of the migrations directory instead, which makes what was"
                    + " changed by hand.")
    private boolean adopt;

    @Option(
            names = "--allow-drops",
            description =
                    "With --fix: write statements that lose data, such as DROP TABLE, which are comments otherwise.")
    private boolean allowDrops;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "With --fix: new file to write to (default: standard output; with --json, a member of the object).")
    private @Nullable String out;

    boolean isGiven() {
        return fix;
    }

    boolean adopts() {
        return adopt;
    }

    Optional<String> out() {
        return Optional.ofNullable(out);
    }

    DriftFix.Drops drops() {
        return allowDrops ? DriftFix.Drops.ALLOW : DriftFix.Drops.COMMENT;
    }

    /** Refuses options that have no meaning together. */
    void require() {
        if (!fix && (adopt || allowDrops || out != null)) {
            throw usage(
                    "--adopt, --allow-drops and --out have a meaning with --fix alone.",
                    "Add --fix, or leave them out.");
        } else if (adopt && out != null) {
            throw usage("--adopt writes into the migrations directory.", "Leave out --out, or --adopt.");
        }
    }

    private static Failure usage(String message, String advice) {
        return new Failure(ExitCode.USAGE, message, advice);
    }
}
