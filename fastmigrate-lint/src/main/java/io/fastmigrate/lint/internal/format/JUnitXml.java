package io.fastmigrate.lint.internal.format;

import io.fastmigrate.Script;
import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import java.nio.file.Path;
import java.util.List;

/** The XML that continuous integration shows as tests: a test for each script, which fails where something is found. */
public final class JUnitXml {

    private JUnitXml() {}

    public static String write(LintReport report, Path directory) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        long failed = report.scripts().stream()
                .filter(script -> !of(script, report).isEmpty())
                .count();
        text.append("<testsuite name=\"fastmigrate lint\" tests=\"")
                .append(report.scripts().size())
                .append("\" failures=\"")
                .append(failed)
                .append("\">\n");
        for (Script script : report.scripts()) {
            String name = escaped(Paths.of(script, directory));
            List<Finding> findings = of(script, report);
            text.append("  <testcase classname=\"fastmigrate.lint\" name=\"")
                    .append(name)
                    .append('"');
            if (findings.isEmpty()) {
                text.append("/>\n");
                continue;
            }
            Finding first = findings.get(0);
            text.append(">\n    <failure type=\"")
                    .append(first.rule().id())
                    .append("\" message=\"")
                    .append(escaped(first.message()))
                    .append("\">");
            for (Finding finding : findings) {
                text.append(escaped(name + ":" + finding.position() + ": " + finding.severity() + " "
                        + finding.rule().id() + ": " + finding.message() + "\n" + finding.excerpt()
                        + "\nThe safe way: " + finding.safeWay() + "\n"));
            }
            text.append("</failure>\n  </testcase>\n");
        }
        return text.append("  <system-out>")
                .append(escaped(report.coverage().toString()))
                .append("</system-out>\n</testsuite>\n")
                .toString();
    }

    private static List<Finding> of(Script script, LintReport report) {
        return report.findings().stream()
                .filter(finding -> finding.script().equals(script))
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
    }
}
