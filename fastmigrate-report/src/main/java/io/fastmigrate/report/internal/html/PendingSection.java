package io.fastmigrate.report.internal.html;

import io.fastmigrate.report.internal.facts.DatabaseFacts;

/** The pending scripts, and how each would run. */
final class PendingSection {

    private PendingSection() {}

    static void write(Html html, DatabaseFacts.Scripts scripts, String id) {
        if (scripts.pending().isEmpty() && scripts.aboveTarget().isEmpty()) {
            return;
        }
        DatabaseSection.open(html, id + "-pending", "Pending scripts");
        if (!scripts.pending().isEmpty()) {
            table(html, scripts);
        }
        DatabaseSection.names(html, "Above the target that was set", scripts.aboveTarget());
        html.closeLine();
    }

    private static void table(Html html, DatabaseFacts.Scripts scripts) {
        boolean planned = scripts.pending().stream()
                .anyMatch(script -> !script.execution().isEmpty());
        boolean reasons =
                scripts.pending().stream().anyMatch(script -> !script.reason().isEmpty());
        boolean found =
                scripts.pending().stream().anyMatch(script -> !script.findings().isEmpty());
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        heading(html, "Script");
        if (planned) {
            heading(html, "Runs");
        }
        if (reasons) {
            heading(html, "Reason");
        }
        if (found) {
            heading(html, "Findings");
        }
        html.close().close().open("tbody");
        for (DatabaseFacts.Pending script : scripts.pending()) {
            html.open("tr")
                    .open("td", "class", "script")
                    .element("code", script.fileName())
                    .close();
            if (planned) {
                html.element("td", script.execution(), "class", "short");
            }
            if (reasons) {
                html.element("td", script.reason());
            }
            if (found) {
                html.open("td");
                script.findings().forEach(finding -> finding(html, finding));
                html.close();
            }
            html.closeLine();
        }
        html.close().close().closeLine();
    }

    private static void heading(Html html, String text) {
        html.element("th", text, "scope", "col");
    }

    private static void finding(Html html, DatabaseFacts.Finding finding) {
        html.element(
                "span",
                finding.severity() + ", line " + finding.line() + ": " + finding.message() + " (" + finding.rule()
                        + ")",
                "class",
                "finding");
    }
}
