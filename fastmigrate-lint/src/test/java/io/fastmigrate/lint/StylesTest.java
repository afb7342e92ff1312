package io.fastmigrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of applications, as people and tools write them. Beside the scripts of each, {@code findings.txt} has a line for each finding, with
 * what a person says of it: {@code right}, or {@code wrong:} and why. With {@code -Dgolden.update=true} the files are written again, with a
 * question mark behind each new finding, and the test fails until a person has answered it.
 */
class StylesTest {

    private static final Path STYLES = Path.of("src", "test", "resources", "styles");
    private static final Path OVERVIEW = Path.of("..", "docs", "lint", "README.md");
    private static final String NEW = "?";

    private static final Map<Path, LintReport> REPORTS = new HashMap<>();

    @TempDir
    private Path directory;

    static List<Path> styles() throws IOException {
        try (Stream<Path> styles = Files.list(STYLES)) {
            return styles.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void findsWhatAPersonApproved(Path style) throws IOException {
        Map<String, String> verdicts = verdicts(style);
        List<String> found = lines(lint(style)).stream()
                .map(line -> line + " " + verdicts.getOrDefault(line, NEW))
                .toList();

        Path approved = style.resolve("findings.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.write(approved, found);
        }

        assertThat(Files.readAllLines(approved)).isEqualTo(found);
        assertThat(found).allMatch(line -> line.matches("\\S+ \\S+ (right|wrong: \\S.*)"));
    }

    /** Where the last script fails, it has a finding of class F; with rows in each table, others would. */
    @ParameterizedTest
    @MethodSource("styles")
    void runs(Path style) throws IOException {
        FastMigrate application = application(style);
        Script last = application.scripts().get(application.scripts().size() - 1);
        application.create();
        try {
            application.migrate();
            assertThat(application.version()).isEqualTo(last.version());
        } catch (ScriptFailedException | InvalidScriptException e) {
            assertThat(failed(e)).isEqualTo(last.location());
            assertThat(lint(style).findings())
                    .as("%s", e.getMessage())
                    .anyMatch(each -> each.script().location().equals(last.location())
                            && each.rule().ruleClass() == RuleClass.FAILS);
        }
    }

    private static String failed(FastMigrateException failure) {
        return failure instanceof ScriptFailedException failed
                ? failed.script().location()
                : ((InvalidScriptException) failure).scripts().get(0);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void withoutASchemaFindsNothingElse(Path style) throws IOException {
        LintReport known = lint(style);
        LintReport unknown = Linter.of(application(style)).withoutSchema().lint();

        assertThat(lines(known)).containsAll(lines(unknown));
        assertThat(unknown.coverage().notAnalysed()).isEqualTo(known.coverage().notAnalysed());
    }

    @Test
    void fewFindingsAreWrongAndFewStatementsUnread() throws IOException {
        int scripts = 0;
        long statements = 0;
        long analysed = 0;
        List<String> findings = new ArrayList<>();
        for (Path style : styles()) {
            LintReport report = lint(style);
            scripts += report.scripts().size();
            statements += report.coverage().statements();
            analysed += report.coverage().analysed();
            findings.addAll(Files.readAllLines(style.resolve("findings.txt")));
        }
        long wrong = findings.stream().filter(line -> line.contains(" wrong: ")).count();

        assertThat(wrong * 20).isLessThanOrEqualTo(findings.size());
        assertThat(analysed * 100).isGreaterThanOrEqualTo(statements * 99);
        assertThat(Files.readString(OVERVIEW))
                .contains(String.format(
                        Locale.ROOT,
                        "In %,d scripts for SQLite with %,d statements (`StylesTest`), %,d findings are right and %,d are wrong, and %,d"
                                + " statements are not analysed.",
                        scripts,
                        statements,
                        findings.size() - wrong,
                        wrong,
                        statements - analysed));
    }

    private FastMigrate application(Path style) {
        return FastMigrate.sqlite(directory.resolve("app.db")).migrations(style).build();
    }

    private LintReport lint(Path style) {
        return REPORTS.computeIfAbsent(
                style, key -> Linter.of(application(style)).lint());
    }

    private static List<String> lines(LintReport report) {
        return report.findings().stream()
                .map(each -> each.script().fileName() + ":" + each.position() + " "
                        + each.rule().id())
                .toList();
    }

    private static Map<String, String> verdicts(Path style) throws IOException {
        Map<String, String> verdicts = new HashMap<>();
        Path approved = style.resolve("findings.txt");
        if (Files.exists(approved)) {
            for (String line : Files.readAllLines(approved)) {
                String[] parts = line.split(" ", 3);
                verdicts.put(parts[0] + " " + parts[1], parts[2]);
            }
        }
        return verdicts;
    }
}
