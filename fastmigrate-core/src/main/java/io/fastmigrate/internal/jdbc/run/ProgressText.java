package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.Plan;

/** Words about how far a script came that runs statement by statement. */
final class ProgressText {

    private ProgressText() {}

    static String statements(int count) {
        return count == 1 ? "statement" : count + " statements";
    }

    /** Says within a sentence why the script runs so; empty where the plan gives no reason. */
    static String because(Plan.Step planned) {
        String reason = planned.reason().orElse("");
        if (reason.isEmpty()) {
            return "";
        }
        boolean sentence = reason.length() > 1 && Character.isLowerCase(reason.charAt(1));
        return ", because " + (sentence ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1) : reason);
    }
}
