package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Proof;
import io.fastmigrate.lint.internal.model.RulePage;
import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule for PostgreSQL and its proof never disagree. The pages of the rules are made of what is measured here. */
class PostgresRuleProofTest {

    private static final Path PAGES = Path.of("..", "docs", "lint");

    /** What no safe script may do. */
    private static final String LONG_WORK = "ACCESS EXCLUSIVE on \\w+, (?:all rows|which is)";

    /** A run cannot show them, and says why. */
    private static final Set<String> NOT_SHOWN = Set.of("P24", "P25", "P26", "P28", "P29");

    /** Examples of each rule that run for {@code --prove}, too, since that takes longer. */
    private static final int MOST_PROVED = 2;

    @TempDir
    Path directory;

    private final List<String> stale = new ArrayList<>();

    private static List<RuleSheet> sheets() {
        return RuleSheets.all().stream()
                .filter(sheet -> sheet.id().startsWith("P"))
                .toList();
    }

    static List<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (RuleSheet sheet : sheets()) {
            for (String kind : List.of("unsafe", "safe", "silent")) {
                for (int i = 0; i < sheet.scripts(kind).size(); i++) {
                    examples.add(Arguments.of(sheet.id(), kind, i));
                }
            }
        }
        return examples;
    }

    private static List<String> ids(LintReport report) {
        return report.findings().stream().map(each -> each.rule().id()).toList();
    }

    private static Proof proof(LintReport report, String id) {
        return report.findings().stream()
                .filter(each -> each.rule().id().equals(id))
                .findFirst()
                .flatMap(Finding::proof)
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("examples")
    void isFoundWhereTheHarmIsAndOnlyThere(String id, String kind, int index) throws Exception {
        RuleSheet sheet = RuleSheets.of(id);
        Linter linter = new PostgresMeasurement(sheet, directory)
                .linter(sheet.scripts(kind).get(index));
        boolean proved = kind.equals("unsafe") && index < MOST_PROVED;
        LintReport report = (proved ? linter.prove() : linter).lint();

        if (kind.equals("unsafe")) {
            assertThat(ids(report)).contains(id);
            if (proved) {
                Proof proof = proof(report, id);
                assertThat(proof.isShown()).as("%s", proof).isEqualTo(!NOT_SHOWN.contains(id));
            }
        } else {
            assertThat(ids(report)).doesNotContain(id);
        }
        assertThat(report.coverage().undecided())
                .as("rules that were not decided")
                .isEmpty();
        assertThat(ids(report)).as("the example runs").doesNotContain("X7");
    }

    /** What cannot be decided without the schema is said, and nothing else is found. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("examples")
    void isFoundOrSaidToBeUndecidedWithoutASchema(String id, String kind, int index) throws Exception {
        RuleSheet sheet = RuleSheets.of(id);
        LintReport report = new PostgresMeasurement(sheet, directory)
                .linter(sheet.scripts(kind).get(index))
                .withoutSchema()
                .lint();
        boolean undecided = report.coverage().undecided().stream().anyMatch(rule -> rule.startsWith(id + " "));

        if (kind.equals("unsafe")) {
            assertThat(ids(report).contains(id) || undecided).isTrue();
        } else if (kind.equals("safe")) {
            assertThat(ids(report)).doesNotContain(id);
        }
    }

    @Test
    void theirPagesArePutTogetherFromRealRuns() throws Exception {
        List<RulePage> pages = new ArrayList<>();
        for (RuleSheet sheet : sheets()) {
            RulePage page = new RulePage(sheet, measure(sheet, "unsafe"), measure(sheet, "safe"));
            assertThat(page.unsafe().isEmpty() || !page.unsafe().equals(page.safe()))
                    .as("%s: both scripts do the same: %s", sheet.id(), page.safe())
                    .isTrue();
            if (sheet.field("measure").startsWith("fails")) {
                assertThat(page.unsafe()).as(sheet.id()).startsWith("fails");
                assertThat(page.safe()).as(sheet.id()).startsWith("runs");
            }
            if (sheet.field("measure").equals("locks")) {
                assertThat(page.safe()).as(sheet.id()).doesNotContainPattern(LONG_WORK);
            }
            pages.add(page);
            compare(sheet.id() + ".md", page.text());
        }
        compare("README.md", RulePage.overview(Files.readString(PAGES.resolve("README.md")), "PostgreSQL", pages));

        assertThat(stale).as("run again with -Dgolden.update=true").isEmpty();
    }

    private String measure(RuleSheet sheet, String kind) throws Exception {
        Path place = directory.resolve(sheet.id() + kind);
        return sheet.field("measure").equals("none")
                ? ""
                : new PostgresMeasurement(sheet, place).of(sheet.scripts(kind).get(0));
    }

    private void compare(String name, String expected) throws IOException {
        Path page = PAGES.resolve(name);
        if (!Files.exists(page) || !Files.readString(page).equals(expected)) {
            stale.add(name);
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(page, expected);
            }
        }
    }
}
