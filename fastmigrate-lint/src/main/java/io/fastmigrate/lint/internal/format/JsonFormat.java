package io.fastmigrate.lint.internal.format;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.Fix;
import io.fastmigrate.lint.FixPlan;
import io.fastmigrate.lint.LintReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object. */
public final class JsonFormat {

    private JsonFormat() {}

    public static String write(LintReport report, Path directory) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("schema", 1);
        object.put("command", "lint");
        object.put("scripts", report.scripts().size());
        object.put(
                "findings",
                report.findings().stream()
                        .map(finding -> finding(finding, directory))
                        .toList());
        object.put("statements", report.coverage().statements());
        object.put("analysed", report.coverage().analysed());
        object.put("notAnalysed", report.coverage().notAnalysed());
        object.put("undecided", report.coverage().undecided());
        report.fixes().ifPresent(plan -> {
            object.put("written", plan.isWritten());
            object.put(
                    "fixes",
                    plan.fixes().stream().map(fix -> fix(fix, directory)).toList());
            object.put(
                    "files",
                    plan.changes().stream()
                            .map(change -> change(change, directory))
                            .toList());
        });
        return Json.write(object);
    }

    private static Map<String, Object> fix(Fix fix, Path directory) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", fix.rule().id());
        object.put("file", Paths.of(fix.script(), directory));
        object.put("fixed", fix.isDone());
        object.put("text", fix.text());
        return object;
    }

    private static Map<String, Object> change(FixPlan.Change change, Path directory) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", Paths.of(change.file(), directory));
        object.put("new", change.isNew());
        change.from().ifPresent(from -> object.put("from", Paths.of(from, directory)));
        change.text().ifPresent(text -> object.put("text", text));
        return object;
    }

    private static Map<String, Object> finding(Finding finding, Path directory) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", finding.rule().id());
        object.put("class", finding.rule().ruleClass().letter());
        object.put("severity", finding.severity().toString());
        object.put("file", Paths.of(finding.script(), directory));
        object.put("line", finding.position().line());
        object.put("column", finding.position().column());
        object.put("message", finding.message());
        object.put("safeWay", finding.safeWay());
        object.put("page", finding.rule().page());
        finding.proof().ifPresent(proof -> {
            object.put("shown", proof.isShown());
            object.put("proof", proof.text());
        });
        return object;
    }
}
