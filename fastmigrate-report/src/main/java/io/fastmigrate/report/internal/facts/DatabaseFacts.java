package io.fastmigrate.report.internal.facts;

import io.fastmigrate.report.internal.model.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page tells about a database; all texts may be shown.
 *
 * @param location path or URL; empty if it may not be shown
 * @param schema null if it is not shown, or could not be read
 */
public record DatabaseFacts(
        String name,
        String location,
        Standing standing,
        Scripts scripts,
        @Nullable Schema schema) {

    /** The state of a database. */
    public enum State {
        UP_TO_DATE("Up to date"),
        PENDING("Pending"),
        MIGRATING("Migrating"),
        AHEAD("Ahead of the scripts"),
        UNMANAGED("Unmanaged"),
        MISSING("Missing"),
        UNREADABLE("Unreadable");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Returns whether the database has a version. */
        public boolean hasVersion() {
            return this != UNMANAGED && this != MISSING && this != UNREADABLE;
        }
    }

    /** Where the database is beside its scripts. */
    public record Standing(
            State state, int version, int target, String note, List<Problem> problems, List<String> warnings) {}

    /** An error, and what to do. */
    public record Problem(String title, String message, String advice) {}

    /**
     * The scripts.
     *
     * @param aboveTarget scripts that do not run because of the target that was set
     * @param applied the history of numbered scripts, in order
     * @param missing names of applied scripts whose file is gone
     */
    public record Scripts(
            List<Pending> pending,
            List<String> aboveTarget,
            List<Applied> applied,
            List<Applied> repeatable,
            List<String> missing) {

        public static final Scripts NONE = new Scripts(List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * A pending script.
     *
     * @param execution how it would run; empty if there is no plan
     * @param reason why it does not run in one transaction; else empty
     * @param findings of an analysis; empty without one
     */
    public record Pending(String fileName, String execution, String reason, List<Finding> findings) {}

    /** What an analysis found in a script. */
    public record Finding(String severity, String rule, int line, String message) {}

    /**
     * A script that ran.
     *
     * @param number empty if it is repeatable
     * @param appliedBy empty if it may not be shown
     */
    public record Applied(String number, String fileName, Instant appliedAt, Duration took, String appliedBy) {}
}
