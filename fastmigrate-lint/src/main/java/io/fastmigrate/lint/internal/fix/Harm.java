package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;

/**
 * A finding that may be fixed.
 *
 * @param advice whether it is no more than advice
 */
public record Harm(Script script, String rule, Script.Position position, boolean advice) {

    /** The rule about the names of scripts, and about what was merged. */
    static final String FILES = "X1";

    /** Tells whether it is about the file of a script rather than its statements. */
    public boolean isAboutFile() {
        return rule.equals(FILES);
    }
}
