package io.fastmigrate.lint;

import io.fastmigrate.Script;

/** What is done about a finding, or why nothing is. */
public final class Fix {

    private final Script script;
    private final Rule rule;
    private final boolean done;
    private final String text;

    Fix(Script script, Rule rule, boolean done, String text) {
        this.script = script;
        this.rule = rule;
        this.done = done;
        this.text = text;
    }

    /** Returns the script, under the name that it had. */
    public Script script() {
        return script;
    }

    public Rule rule() {
        return rule;
    }

    /** Tells whether the finding is fixed. */
    public boolean isDone() {
        return done;
    }

    /** Returns what the fix does, or why there is none; without its subject and its full stop. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return script.fileName() + " (" + rule.id() + "): " + text + ".";
    }
}
