package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.lint.internal.model.Statement;

/** Finds what one rule is about in one script; there is a new one for each script. */
public interface Check {

    /** Returns the id of the rule. */
    String id();

    /** Looks at a statement, before it runs on the shadow database. */
    default void statement(Statement statement, Scope scope) {}

    /** Is told that a statement is too long to be looked at. */
    default void skipped(Statement statement) {}

    /**
     * Is told that the shadow database refused the statement that {@link #statement} looked at.
     *
     * @param error what the database says
     */
    default void refused(Statement statement, String error, Scope scope) {}

    /** Is called at the end of the script, when {@link Scope#schema} is what the script leaves. */
    default void end(Scope scope) {}
}
