package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.Plan;

/** Words about how far a script came that runs statement by statement. */
final class ProgressText {

    private ProgressText() {}

    /**
     * What a run has done of a script.
     *
     * @param statements how many of its first ones are applied; 0 if this run knows of none
     * @param line of the last of them
     * @param before how many of them an earlier run has applied
     * @param resumed whether this run has gone on where an earlier one came to
     * @param begun the line of a statement that began, and of which no one knows whether it took effect; 0 for none
     * @param broken whether the connection is lost, and with it the answer to what was committed last
     * @param repeats whether the next run does all of it again
     */
    record Progress(int statements, int line, int before, boolean resumed, int begun, boolean broken, boolean repeats) {

        @Override
        public String toString() {
            return applied()
                    + (begun == 0 && broken
                            ? " What was committed last may be applied too; the next run finds out."
                            : "");
        }

        private String applied() {
            if (statements > 0) {
                return "Its first " + ProgressText.statements(statements) + (statements == 1 ? " is" : " are")
                        + " applied"
                        + (resumed ? (statements == 1 ? "" : ", some of them") + " in an earlier run" : "")
                        + " (up to line "
                        + line + "); " + next();
            }
            if (before > 0) {
                return "What an earlier run has applied of it stays applied.";
            }
            return begun > 0
                    ? "Of its statements, only the one in line " + begun + " may have taken effect."
                    : "None of its statements is applied; the next run starts at its beginning.";
        }

        private String next() {
            return begun > 0
                    ? "of the others, only the one in line " + begun + " may have taken effect."
                    : repeats
                            ? "the next run starts at its beginning."
                            : "the next run continues after " + (statements == 1 ? "it." : "them.");
        }
    }

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
