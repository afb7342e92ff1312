package io.fastmigrate;

import org.jspecify.annotations.Nullable;

/** A finding that did not stop the work but that the user should read. */
public final class Warning {

    private record WarningFacts(Kind kind, String message) {}

    private final WarningFacts facts;

    Warning(Kind kind, String message) {
        this.facts = new WarningFacts(kind, message);
    }

    /** Returns the kind of the warning, for programs. */
    public Kind kind() {
        return facts.kind();
    }

    /** Returns the text for people: what, where, and what to do. */
    public String message() {
        return facts.message();
    }

    /** The kind of a warning. */
    public enum Kind {
        /** A file that looks like a script but breaks the naming rule, and so does not run. */
        NAME,
        /** A script numbered 0000, which never runs. */
        NUMBER_ZERO,
        /** A script whose number was passed before it appeared. */
        LATE_SCRIPT,
        /** A script whose text differs from the applied text. */
        CHANGED_SCRIPT,
        /** A script that replaces others, of which the database has applied only some. */
        SQUASHED,
        /** A database that is ahead of the highest script, or above the target that was set. */
        AHEAD,
        /** A script that cannot run in one transaction. */
        NOT_ATOMIC,
        /** A comment that is never closed, and hides the rest of a script. */
        OPEN_COMMENT,
        /** A statement parameter, for which no value can be given: its script will fail. */
        PARAMETER,
        /** Statements that delete or change rows of other tables by their foreign keys. */
        CASCADE,
        /** Names in double quotes that SQLite treats as strings, because there is no such column. */
        NAME_AS_TEXT,
        /** Tables that a rehearsal could not check, since they need functions or collations of the application's own. */
        NOT_CHECKED,
        /** A script that a rehearsal runs as a process: its effects outside the copy are real. */
        OUTSIDE_OF_COPY,
        /** A database that cannot give all guarantees, by itself or by its adapter. */
        FEWER_GUARANTEES,
        /** Repeatable scripts that do not run now, or whose file is gone. */
        REPEATABLE
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
