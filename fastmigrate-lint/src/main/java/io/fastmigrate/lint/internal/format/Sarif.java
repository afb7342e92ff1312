package io.fastmigrate.lint.internal.format;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Rule;
import io.fastmigrate.lint.Severity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The Static Analysis Results Interchange Format.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
public final class Sarif {

    /** What stands for itself in a path (RFC 3986, section 2.3), and the slash. */
    private static final String UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private Sarif() {}

    public static String write(LintReport report, Path directory) {
        List<Rule> rules =
                report.findings().stream().map(Finding::rule).distinct().toList();
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "fastmigrate lint");
        driver.put("informationUri", "https://github.com/fastmigrate/fastmigrate-java");
        driver.put("rules", rules.stream().map(Sarif::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put(
                "results",
                report.findings().stream()
                        .map(finding -> result(finding, rules, directory))
                        .toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return Json.write(log);
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", rule.id());
        object.put("shortDescription", text(rule.title()));
        object.put("fullDescription", text(rule.harm()));
        object.put("help", text(rule.safeWay()));
        object.put("helpUri", rule.page());
        object.put(
                "defaultConfiguration", Map.of("level", level(rule.ruleClass().severity())));
        return object;
    }

    private static Map<String, Object> text(String text) {
        return Map.of("text", text);
    }

    private static String level(Severity severity) {
        return severity == Severity.INFO ? "note" : severity.toString();
    }

    private static Map<String, Object> result(Finding finding, List<Rule> rules, Path directory) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", finding.position().line());
        region.put("startColumn", finding.position().column());
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("artifactLocation", Map.of("uri", uri(Paths.of(finding.script(), directory))));
        place.put("region", region);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule().id());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.put("message", text(finding.message() + " The safe way: " + finding.safeWay()));
        result.put("locations", List.of(Map.of("physicalLocation", place)));
        return result;
    }

    /** Returns a reference to a file: relative to the directory, or with the scheme where it is not below that. */
    private static String uri(String path) {
        StringBuilder uri = new StringBuilder(path.startsWith("/") ? "file://" : "");
        for (byte next : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (next & 0xff);
            if (UNESCAPED.indexOf(character) >= 0) {
                uri.append(character);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            }
        }
        return uri.toString();
    }
}
