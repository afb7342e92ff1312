package io.fastmigrate.lint.internal.format;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Severity;
import java.nio.file.Path;

/**
 * Commands that GitHub shows beside the lines of a change.
 *
 * @see <a href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">Workflow commands</a>
 */
public final class Annotations {

    private Annotations() {}

    public static String write(LintReport report, Path directory) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : report.findings()) {
            text.append("::")
                    .append(finding.severity() == Severity.INFO ? "notice" : finding.severity())
                    .append(" file=")
                    .append(property(Paths.of(finding.script(), directory)))
                    .append(",line=")
                    .append(finding.position().line())
                    .append(",col=")
                    .append(finding.position().column())
                    .append(",title=")
                    .append(property("fastmigrate " + finding.rule().id()))
                    .append("::")
                    .append(message(finding.message() + "\nThe safe way: " + finding.safeWay() + "\n"
                            + finding.rule().page()))
                    .append('\n');
        }
        return text.append(report.coverage()).append(".\n").toString();
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
