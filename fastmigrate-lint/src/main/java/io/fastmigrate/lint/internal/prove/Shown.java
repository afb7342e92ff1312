package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.error.FastMigrateException;

/**
 * What a run showed of a finding.
 *
 * @param shown whether it did what the finding says
 * @param text what it did; why nothing could be shown where it is not
 */
public record Shown(boolean shown, String text) {

    public static Shown of(String text) {
        return new Shown(true, text);
    }

    public static Shown not(String why) {
        return new Shown(false, why);
    }

    /** Returns the first line of an error without its place, which the finding names. */
    public static String reason(FastMigrateException e) {
        String whole = String.valueOf(e.getMessage());
        String line =
                whole.substring(whole.indexOf(": ") + 1).lines().findFirst().orElse(whole);
        return line.strip().replaceFirst("\\s*\\[SQLITE_\\w+ \\d+\\]", "").replaceFirst("[.:]$", "");
    }
}
