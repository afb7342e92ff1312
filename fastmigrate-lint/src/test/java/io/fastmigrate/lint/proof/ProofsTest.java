package io.fastmigrate.lint.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Version;
import io.fastmigrate.lint.Finding;
import io.fastmigrate.lint.LintFormat;
import io.fastmigrate.lint.LintReport;
import io.fastmigrate.lint.Linter;
import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --prove} shows of each rule's unsafe scripts. */
class ProofsTest {

    /** Their proof says why a run shows nothing. */
    private static final Set<String> NOT_SHOWN = Set.of("S17", "S19", "X5", "X8");

    @TempDir
    private Path directory;

    static List<Arguments> unsafe() {
        List<Arguments> examples = new ArrayList<>();
        for (RuleSheet sheet : RuleSheets.all()) {
            if ((sheet.id().startsWith("S") || sheet.id().startsWith("X"))
                    && !sheet.fields().containsKey("test")) {
                for (int i = 0; i < sheet.scripts("unsafe").size(); i++) {
                    examples.add(Arguments.of(sheet.id(), i));
                }
            }
        }
        return examples;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("unsafe")
    void eachUnsafeScriptShowsTheHarm(String id, int index) {
        RuleSheet sheet = RuleSheets.of(id);
        Scripts scripts = new Scripts(directory)
                .with(
                        sheet.scripts("before").isEmpty()
                                ? "SELECT 1"
                                : sheet.scripts("before").get(0))
                .with(sheet.scripts("unsafe").get(index));

        Finding finding = prove(scripts).stream()
                .filter(each -> each.rule().id().equals(id))
                .findFirst()
                .orElseThrow();

        assertThat(finding.proof().orElseThrow().isShown())
                .as(finding + "\n" + finding.proof())
                .isEqualTo(!NOT_SHOWN.contains(id));
    }

    private List<Finding> prove(Scripts scripts) {
        return Linter.of(scripts.fastMigrate())
                .above(new Version(scripts.lastVersion().number() - 1))
                .sqliteReaders("3.20")
                .prove()
                .lint()
                .findings();
    }

    @Test
    void behindAProcessNothingIsRun() {
        Scripts scripts = new Scripts(directory)
                .with("CREATE TABLE author (id INTEGER PRIMARY KEY);")
                .withFile("fill.sh", "touch " + directory.resolve("ran"))
                .with("ALTER TABLE author ADD COLUMN name TEXT NOT NULL;");

        assertThat(prove(scripts).get(0).proof().orElseThrow())
                .hasToString("Not shown by a run: 0002-fill.sh before it is a process, which does not run for this.");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aFindingThatDoesNotHappenWithOneRowSaysSo() {
        Scripts scripts = new Scripts(directory)
                .with("CREATE TABLE author (id INTEGER PRIMARY KEY);")
                .with("ALTER TABLE author ADD COLUMN parent INTEGER DEFAULT 7 REFERENCES author (id);");

        assertThat(prove(scripts))
                .filteredOn(each -> each.rule().id().equals("S9"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.proof().orElseThrow())
                        .hasToString("Not shown by a run: the script runs with one row in each table."));
    }

    @Test
    void writesNothingOutside() {
        Scripts scripts = new Scripts(directory)
                .with("CREATE TABLE author (id INTEGER PRIMARY KEY);")
                .with("ATTACH '" + directory.resolve("other.db")
                        + "' AS other;\nCREATE TABLE other.t (x);\nUPDATE author SET id = 1;");

        assertThat(prove(scripts))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.proof()).isPresent());
        assertThat(directory.resolve("other.db")).doesNotExist();
        assertThat(scripts.database()).doesNotExist();
    }

    @Test
    void isPrintedUnderTheFinding() {
        Scripts scripts = new Scripts(directory)
                .with("CREATE TABLE author (id INTEGER PRIMARY KEY);")
                .with("ALTER TABLE author ADD COLUMN name TEXT NOT NULL;");
        String proof =
                "with a row in each table, the script fails: Cannot add a NOT NULL column with default value NULL";

        LintReport report = Linter.of(scripts.fastMigrate()).prove().lint();

        assertThat(LintFormat.TEXT.write(report, directory)).contains("    Shown by a run: " + proof + ".\n");
        assertThat(LintFormat.JSON.write(report, directory))
                .contains("\"shown\": true", "\"proof\": \"" + proof + "\"");
        assertThat(LintFormat.JSON.write(scripts.lint(), directory)).doesNotContain("proof");
    }
}
