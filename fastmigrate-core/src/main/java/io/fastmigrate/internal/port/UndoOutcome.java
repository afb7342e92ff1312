package io.fastmigrate.internal.port;

/**
 * What came of taking a failed run back.
 *
 * @param why the backup was not put back, as the end of a sentence; empty where it was, or where nothing had to be
 */
public record UndoOutcome(Kind kind, String why) {

    /** Whether the backup of before the run was put back. */
    public enum Kind {
        /** The run left nothing in the database, so there was nothing to take back. */
        NOTHING_LEFT,
        RESTORED,
        /** Others have committed since the backup, or it cannot be told; the database was left alone. */
        REFUSED
    }

    public static UndoOutcome nothingLeft() {
        return new UndoOutcome(Kind.NOTHING_LEFT, "");
    }

    public static UndoOutcome restored() {
        return new UndoOutcome(Kind.RESTORED, "");
    }

    public static UndoOutcome refused(String why) {
        return new UndoOutcome(Kind.REFUSED, why);
    }
}
