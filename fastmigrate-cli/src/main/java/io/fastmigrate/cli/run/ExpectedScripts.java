package io.fastmigrate.cli.run;

import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import io.fastmigrate.error.FastMigrateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run begin only if each pending script is a known one with a known checksum; others may in the meantime have run
 * some of them. It decides on the plan that the run itself makes once it has the migration lock. A listener cannot refuse
 * a run, so it interrupts the run's thread, as a signal does: the engine then stops before its first script.
 */
public final class ExpectedScripts implements MigrationListener {

    private final Map<String, String> checksums;

    /** What messages say of a script that is another one: it was added or changed ... */
    private final String since;

    private Plan.@Nullable Step other;

    private ExpectedScripts(Map<String, String> checksums, String since) {
        this.checksums = Map.copyOf(checksums);
        this.since = since;
    }

    /** Expects those that were rehearsed. */
    public static ExpectedScripts rehearsed(Rehearsal rehearsal) {
        Map<String, String> checksums = new HashMap<>();
        rehearsal.report().applied().forEach(entry -> checksums.put(entry.fileName(), entry.checksum()));
        return new ExpectedScripts(checksums, "during the rehearsal");
    }

    /** Expects those of the form {@code FILE=CHECKSUM}. */
    public static ExpectedScripts given(List<String> texts) {
        Map<String, String> checksums = new HashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('='); // the name of a file may have one
            if (equals <= 0) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--expect " + text + " has no checksum.",
                        "Write --expect FILE=CHECKSUM, both as plan --json prints them.");
            }
            checksums.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return new ExpectedScripts(checksums, "since its checksum was noted");
    }

    @Override
    public void onPlanned(Plan plan) {
        for (Plan.Step step : plan.steps()) {
            if (!step.checksum().equals(checksums.get(step.script().fileName()))) {
                other = step;
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Runs a migration that has this listener. */
    public <T> T guard(Supplier<T> migration) {
        try {
            return migration.get();
        } catch (FastMigrateException e) {
            if (other == null) {
                throw e;
            }
            Failure failure = new Failure(
                    ExitCode.FAILED,
                    other.script().location() + " was added or changed " + since + ".",
                    "Nothing ran on the database. Run the command again.");
            failure.addSuppressed(e);
            throw failure;
        } finally {
            if (other != null) {
                Thread.interrupted(); // the interrupt of onPlanned
            }
        }
    }
}
