package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of applications, as people and tools write them. Beside the scripts of each, {@code findings.txt} has a line for each finding, with
 * what a person says of it: {@code right}, or {@code wrong:} and why. With {@code -Dgolden.update=true} the files are written again, with a
 * question mark behind each new finding, and the test fails until a person has answered it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerStylesTest {

    private static final Path STYLES = Path.of("src", "test", "resources", "styles");
    private static final Path OVERVIEW = Path.of("..", "docs", "lint", "README.md");
    private static final String NEW = "?";

    private final Path folder;
    private final String server;
    private final Map<Path, LintReport> reports = new HashMap<>();

    ServerStylesTest(String folder, String server) {
        this.folder = STYLES.resolve(folder);
        this.server = server;
    }

    abstract String newDatabase() throws Exception;

    List<Path> styles() throws IOException {
        try (Stream<Path> styles = Files.list(folder)) {
            return styles.sorted().toList();
        }
    }

    private FastMigrate application(Path style) throws Exception {
        return FastMigrate.database(newDatabase()).migrations(style).build();
    }

    private LintReport lint(Path style) throws Exception {
        LintReport report = reports.get(style);
        if (report == null) {
            report = Linter.of(application(style)).lint();
            reports.put(style, report);
        }
        return report;
    }

    private static List<String> lines(LintReport report) {
        return report.findings().stream()
                .map(each -> each.script().fileName() + ":" + each.position().line() + " "
                        + each.rule().id())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void findsWhatAPersonApproved(Path style) throws Exception {
        Path approved = style.resolve("findings.txt");
        Map<String, Deque<String>> verdicts = verdicts(approved);
        List<String> found = lines(lint(style)).stream()
                .map(line -> line + " " + verdict(verdicts.getOrDefault(line, new ArrayDeque<>())))
                .toList();
        if (Boolean.getBoolean("golden.update")) {
            Files.write(approved, found);
        }

        assertThat(found).isEqualTo(Files.readAllLines(approved));
        assertThat(found).allMatch(line -> line.matches("\\S+ \\S+ (right|wrong: \\S.*)"));
    }

    /** Two findings of one rule may be in one line. */
    private static Map<String, Deque<String>> verdicts(Path approved) throws IOException {
        Map<String, Deque<String>> verdicts = new HashMap<>();
        if (Files.exists(approved)) {
            for (String line : Files.readAllLines(approved)) {
                String[] parts = line.split(" ", 3);
                verdicts.computeIfAbsent(parts[0] + " " + parts[1], key -> new ArrayDeque<>())
                        .add(parts[2]);
            }
        }
        return verdicts;
    }

    private static String verdict(Deque<String> verdicts) {
        return verdicts.isEmpty() ? NEW : verdicts.remove();
    }

    /** A database that only scripts changed has not drifted. */
    @ParameterizedTest
    @MethodSource("styles")
    void runsAndLeavesNoDrift(Path style) throws Exception {
        FastMigrate application = application(style);
        application.create();
        application.migrate();

        assertThat(application.plan().steps()).isEmpty();
        assertThat(Schema.of(application).drift().differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void decidesEachRule(Path style) throws Exception {
        assertThat(lint(style).coverage().undecided()).isEmpty();
    }

    @Test
    void fewFindingsAreWrongAndFewStatementsUnread() throws Exception {
        int scripts = 0;
        long statements = 0;
        long unread = 0;
        List<String> findings = new ArrayList<>();
        for (Path style : styles()) {
            LintReport report = lint(style);
            scripts += report.scripts().size();
            statements += report.coverage().statements();
            unread += report.coverage().notAnalysed().size();
            findings.addAll(Files.readAllLines(style.resolve("findings.txt")));
        }
        long wrong = findings.stream().filter(line -> line.contains(" wrong: ")).count();

        assertThat(wrong * 20).isLessThanOrEqualTo(findings.size());
        assertThat(unread * 100).isLessThanOrEqualTo(statements);
        assertThat(Files.readString(OVERVIEW))
                .contains(String.format(
                        Locale.ROOT,
                        "In %,d scripts for %s with %,d statements (`%s`), %,d findings are right and %,d are wrong, and %,d statements"
                                + " are not analysed.",
                        scripts,
                        server,
                        statements,
                        getClass().getSimpleName(),
                        findings.size() - wrong,
                        wrong,
                        unread));
    }
}
