package io.fastmigrate.cli.output;

import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Status;

/** Values in words. */
public final class Wording {

    /** The width of the longest text that {@link #execution} returns. */
    public static final int LONGEST_EXECUTION = 15;

    private Wording() {}

    public static String execution(Plan.Execution execution) {
        return switch (execution) {
            case ATOMIC -> "atomic";
            case OWN_TRANSACTION -> "own transaction";
            case NON_TRANSACTIONAL -> "non-transactional";
            case RESUMABLE -> "step by step";
            case PROCESS -> "process";
        };
    }

    public static String state(Status status) {
        return switch (status.state()) {
            case MISSING -> "there is no database";
            case UNMANAGED -> "unversioned (no _meta table)";
            case UP_TO_DATE -> "up to date";
            case PENDING -> scripts(status.pending().size()) + " pending";
            case AHEAD -> status.aboveTarget().isEmpty() ? "ahead of the scripts" : "above the target";
        };
    }

    public static String change(Rehearsal.SchemaChange change) {
        if (change.before().isEmpty()) {
            return "added";
        }
        return change.after().isEmpty() ? "dropped" : "changed";
    }

    /** Tells whether there is a version at all. */
    public static boolean isManaged(Status status) {
        return status.state() != Status.State.MISSING && status.state() != Status.State.UNMANAGED;
    }

    public static String databases(int number) {
        return number == 1 ? "1 database" : number + " databases";
    }

    public static String scripts(int number) {
        return number == 1 ? "1 script" : number + " scripts";
    }
}
