package io.fastmigrate;

import org.jspecify.annotations.Nullable;

/** Something that did not stop the work but that a person should see. */
public final class Warning {

    private record WarningFacts(Kind kind, String message) {}

    private final WarningFacts facts;

    Warning(Kind kind, String message) {
        facts = new WarningFacts(kind, message);
    }

    /** Returns what it is about, for programs. */
    public Kind kind() {
        return facts.kind();
    }

    /** Returns what, where, and what to do, for people. */
    public String message() {
        return facts.message();
    }

    /** What a warning is about. */
    public enum Kind {
        /** A file that looks like a script but breaks the naming rule, and so does not run. */
        NAME,
        /** A script numbered 0000, which never runs. */
        NUMBER_ZERO,
        /** A script whose number was passed before it appeared. */
        LATE_SCRIPT,
        /** A script whose text is no longer the one that ran. */
        CHANGED_SCRIPT,
        /** A database that is ahead of the highest script. */
        AHEAD,
        /** A script that cannot run in one transaction. */
        NOT_ATOMIC,
        /** A comment that is never closed, and hides the rest of a script. */
        OPEN_COMMENT,
        /** A parameter that no program fills in: its script fails when its turn comes. */
        PARAMETER,
        /** Statements that delete or change rows of other tables by their foreign keys. */
        CASCADE,
        /** Names in double quotes that SQLite takes for texts, since there is no such column. */
        NAME_AS_TEXT,
        /** Tables that a rehearsal could not check, since they need functions or collations of the application's own. */
        NOT_CHECKED,
        /** A script that a rehearsal runs as a process: what it does outside of the copy, it really does. */
        OUTSIDE_OF_COPY,
        /** A database that cannot give all guarantees, by itself or by its adapter. */
        FEWER_GUARANTEES
    }

    @Override
    public String toString() {
        return message();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Warning same && facts.equals(same.facts);
    }

    @Override
    public int hashCode() {
        return facts.hashCode();
    }
}
