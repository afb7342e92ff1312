package io.fastmigrate.lint.internal.format;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.Fix;
import io.fastmigrate.lint.FixPlan;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Severity;
import java.nio.file.Path;

/** Lines for people. */
public final class TextFormat {

    private TextFormat() {}

    public static String write(LintReport report, Path directory) {
        StringBuilder text = new StringBuilder();
        report.fixes().ifPresent(plan -> fixes(plan, directory, text));
        for (Finding finding : report.findings()) {
            text.append(Paths.of(finding.script(), directory))
                    .append(':')
                    .append(finding.position())
                    .append(": ")
                    .append(finding.severity())
                    .append(' ')
                    .append(finding.rule().id())
                    .append(": ")
                    .append(finding.message())
                    .append('\n');
            if (!finding.excerpt().isEmpty()) {
                text.append(finding.excerpt()).append('\n');
            }
            finding.proof().ifPresent(proof -> text.append("    ").append(proof).append('\n'));
            text.append("    The safe way: ").append(finding.safeWay()).append('\n');
            text.append("    ").append(finding.rule().page()).append("\n\n");
        }
        return text.append(summary(report))
                .append('\n')
                .append(report.coverage())
                .append(".\n")
                .toString();
    }

    private static void fixes(FixPlan plan, Path directory, StringBuilder text) {
        for (Fix fix : plan.fixes()) {
            String outcome = !fix.isDone() ? "Not fixed" : plan.isWritten() ? "Fixed" : "Would fix";
            text.append(outcome).append(": ").append(fix).append('\n');
        }
        for (FixPlan.Change change : plan.changes()) {
            String file = Paths.of(change.file(), directory);
            String line = change.from()
                    .map(from -> (plan.isWritten() ? "Renamed " : "Would rename ") + Paths.of(from, directory) + " to ")
                    .orElse(plan.isWritten() ? "Wrote " : "Would write ");
            text.append(line).append(file).append('\n');
            if (!plan.isWritten()) {
                change.text().ifPresent(sql -> text.append(sql.strip().indent(4)));
            }
        }
        if (plan.fixes().isEmpty()) {
            text.append("Nothing to fix: no finding has a safe way that is mechanical.\n");
        }
        text.append('\n');
    }

    private static String summary(LintReport report) {
        String scripts = counted(report.scripts().size(), "script", "scripts");
        if (report.findings().isEmpty()) {
            return "No findings in " + scripts + ".";
        }
        return counted(report.count(Severity.ERROR), "error", "errors") + ", "
                + counted(report.count(Severity.WARNING), "warning", "warnings") + ", "
                + report.count(Severity.INFO) + " info in " + scripts + ".";
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
