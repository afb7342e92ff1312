package io.fastmigrate.lint.internal.prove;

/**
 * What a run showed of a finding.
 *
 * @param shown whether it did what the finding says
 * @param text what it did; why nothing could be shown where it is not
 */
public record Shown(boolean shown, String text) {

    /** Of a finding on a server. */
    public static final Shown OF_SERVER =
            new Shown(false, "scripts for servers are not run for this; the rule's page has what was measured on one");

    static Shown of(String text) {
        return new Shown(true, text);
    }

    static Shown not(String why) {
        return new Shown(false, why);
    }
}
