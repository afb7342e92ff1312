package io.fastmigrate.schema;

import java.util.List;

/** A script that ends drift. It was verified on a temporary database, and has not run on the database itself. */
public final class DriftFix {

    /** What becomes of statements that lose data, such as DROP TABLE and DROP COLUMN. */
    public enum Drops {
        /** They stand in the script as comments. */
        COMMENT,
        /** They are statements like all others. */
        ALLOW
    }

    private final DriftReport report;
    private final String script;
    private final List<String> losses;
    private final Drops drops;
    private final boolean repeatable;

    DriftFix(DriftReport report, String script, List<String> losses, Drops drops, boolean repeatable) {
        this.report = report;
        this.script = script;
        this.losses = List.copyOf(losses);
        this.drops = drops;
        this.repeatable = repeatable;
    }

    /** Returns the drift that the script ends. Where there is none, the script is empty. */
    public DriftReport report() {
        return report;
    }

    /** Returns the script; empty without drift. */
    public String script() {
        return script;
    }

    /** Tells whether all statements that are needed run; those that lose data may be comments. */
    public boolean isComplete() {
        return losses.isEmpty() || drops == Drops.ALLOW;
    }

    /** Returns which data the script loses, or would lose if its comments were statements. */
    public List<String> losses() {
        return losses;
    }

    /**
     * Tells whether the script can run where its changes are there already, and loses nothing then. A script for which this is
     * not so must not run on the database in which the changes were made by hand.
     */
    public boolean isRepeatable() {
        return repeatable;
    }
}
