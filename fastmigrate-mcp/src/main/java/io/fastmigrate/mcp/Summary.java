package io.fastmigrate.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an answer says, in a few lines of text. */
final class Summary {

    private final Answer answer;
    private final List<String> lines = new ArrayList<>();

    private Summary(Answer answer) {
        this.answer = answer;
    }

    static String of(Answer answer) {
        return new Summary(answer).text();
    }

    private String text() {
        if (answer.members().get("error") instanceof Map<?, ?> error) {
            lines.add("Error: " + Answer.text(error, "message"));
            lines.add(Answer.text(error, "advice"));
        } else {
            switch (answer.command()) {
                case "status" -> status();
                case "plan" -> plan();
                case "lint" -> lint();
                case "rehearse" -> rehearse();
                case "migrate" -> migrate();
                case "schema" -> lines.add(answer.text("sql").strip());
                case "drift" -> drift();
                case "new" -> lines.add("Created " + answer.text("file"));
                default -> lines.add("Done.");
            }
        }
        answer.objects("warnings").forEach(warning -> lines.add("Warning: " + Answer.text(warning, "message")));
        return String.join("\n", lines);
    }

    private void status() {
        String version = answer.text("version");
        lines.add("Database " + answer.text("database") + ": " + answer.text("state")
                + (version.isEmpty() ? "" : ", version " + version) + ", target " + answer.text("target") + ".");
        List<Map<?, ?>> pending = answer.objects("pending");
        if (!pending.isEmpty()) {
            lines.add("Pending: " + files(pending) + ".");
        }
    }

    private void plan() {
        List<Map<?, ?>> steps = answer.objects("steps");
        if (steps.isEmpty()) {
            lines.add("Database version: " + answer.text("version") + "; nothing to do.");
            return;
        }
        lines.add("Database version: " + answer.text("version") + "; " + scripts(steps) + " would bring it to "
                + answer.text("target") + ".");
        for (Map<?, ?> step : steps) {
            String reason = Answer.text(step, "reason");
            lines.add("  " + Answer.text(step, "file") + "  " + Answer.text(step, "execution")
                    + (reason.isEmpty() ? "" : "  " + reason));
        }
    }

    private void lint() {
        List<Map<?, ?>> findings = answer.objects("findings");
        for (Map<?, ?> finding : findings) {
            lines.add(Answer.text(finding, "file") + ":" + Answer.text(finding, "line") + ":"
                    + Answer.text(finding, "column") + " " + Answer.text(finding, "severity") + " "
                    + Answer.text(finding, "rule") + ": " + Answer.text(finding, "message"));
            lines.add("  Safe way: " + Answer.text(finding, "safeWay"));
        }
        lines.add(counted(findings.size(), "finding") + " in " + counted(number("scripts"), "script") + "; "
                + answer.text("analysed") + " of " + counted(number("statements"), "statement") + " analysed.");
    }

    private int number(String member) {
        return answer.members().get(member) instanceof Number number ? number.intValue() : 0;
    }

    private void rehearse() {
        List<Map<?, ?>> applied = answer.objects("applied");
        if (applied.isEmpty()) {
            lines.add("Database version: " + answer.text("version") + "; nothing to rehearse.");
            return;
        }
        lines.add("The rehearsal succeeded: on the copy, " + scripts(applied) + " ran (" + files(applied)
                + "), from version " + answer.text("before") + " to " + answer.text("version")
                + ". The database is unchanged.");
        for (Map<?, ?> change : answer.objects("schemaChanges")) {
            lines.add("  " + Answer.text(change, "change") + " " + Answer.text(change, "type") + " "
                    + Answer.text(change, "name"));
        }
        for (Map<?, ?> change : answer.objects("rowChanges")) {
            lines.add("  rows of " + Answer.text(change, "table") + ": " + rows(change, "before") + " -> "
                    + rows(change, "after"));
        }
    }

    private static String rows(Map<?, ?> change, String member) {
        String rows = Answer.text(change, member);
        return rows.isEmpty() ? "none" : rows;
    }

    private void migrate() {
        List<Map<?, ?>> applied = answer.objects("applied");
        lines.add(
                applied.isEmpty()
                        ? "Database version: " + answer.text("version") + "; nothing to do."
                        : "Database version: " + answer.text("version") + " (was " + answer.text("before")
                                + "); applied " + files(applied) + ".");
        String backup = answer.text("backup");
        if (!backup.isEmpty()) {
            lines.add("Backup: " + backup);
        }
    }

    private void drift() {
        List<Map<?, ?>> differences = answer.objects("differences");
        for (Map<?, ?> difference : differences) {
            lines.add(Answer.text(difference, "change") + " " + Answer.text(difference, "object"));
        }
        lines.add(
                differences.isEmpty()
                        ? "No drift: the schema is what the scripts up to version " + answer.text("version") + " make."
                        : counted(differences.size(), "difference") + " from what the scripts up to version "
                                + answer.text("version") + " make.");
    }

    private static String files(List<Map<?, ?>> scripts) {
        return scripts.stream().map(script -> Answer.text(script, "file")).collect(Collectors.joining(", "));
    }

    private static String scripts(List<Map<?, ?>> scripts) {
        return counted(scripts.size(), "script");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
