package io.fastmigrate.lint.internal.format;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The code quality report of GitLab.
 *
 * @see <a href="https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format">Report format</a>
 */
public final class CodeQuality {

    private CodeQuality() {}

    public static String write(LintReport report, Path directory) {
        Map<String, Integer> seen = new HashMap<>();
        List<Map<String, Object>> issues = report.findings().stream()
                .map(finding -> issue(finding, Paths.of(finding.script(), directory), seen))
                .toList();
        return Json.write(issues);
    }

    private static Map<String, Object> issue(Finding finding, String file, Map<String, Integer> seen) {
        String key = finding.rule().id() + "\n" + file + "\n" + finding.message();
        int number = seen.merge(key, 1, Integer::sum);
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("description", finding.message() + " The safe way: " + finding.safeWay());
        issue.put("check_name", finding.rule().id());
        issue.put("fingerprint", digest(key + "\n" + number));
        issue.put(
                "severity",
                switch (finding.severity()) {
                    case ERROR -> "critical";
                    case WARNING -> "major";
                    case INFO -> "info";
                });
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("path", file);
        location.put("lines", Map.of("begin", finding.position().line()));
        issue.put("location", location);
        return issue;
    }

    /** It stays the same when lines are added above. */
    private static String digest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
