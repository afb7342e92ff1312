package io.fastmigrate.lint.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.lint.Scripts;
import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule and its proof never disagree: what a rule finds does the harm, and what it does not find does none. */
class RuleProofTest {

    @TempDir
    private Path directory;

    static List<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (RuleSheet sheet : RuleSheets.all()) {
            if (Measurement.isPossible(sheet) && !sheet.fields().containsKey("test")) {
                for (String kind : List.of("unsafe", "safe", "silent")) {
                    for (int i = 0; i < sheet.scripts(kind).size(); i++) {
                        examples.add(Arguments.of(sheet.id(), kind, i));
                    }
                }
            }
        }
        return examples;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("examples")
    void findsTheHarmWhereItIsAndOnlyThere(String id, String kind, int index) throws Exception {
        RuleSheet sheet = RuleSheets.of(id);
        String example = sheet.scripts(kind).get(index);
        boolean unsafe = kind.equals("unsafe");

        Measurement measurement = new Measurement(sheet, directory);
        String measured = measurement.of(example);
        List<String> found = found(measurement.scripts(), sheet);

        if (unsafe) {
            assertThat(found)
                    .as("found in the unsafe example, which %s", measured)
                    .contains(id);
        } else {
            assertThat(found)
                    .as("found in the safe example, which %s", measured)
                    .doesNotContain(id);
        }
        if (kind.equals("silent")) {
            return;
        }
        if (sheet.field("measure").equals("fails")) {
            assertThat(measured).startsWith(unsafe ? "fails" : "runs");
        } else if (sheet.field("measure").startsWith("differs")) {
            String again = new Measurement(sheet, directory.resolve("again")).of(example);
            assertThat(measured.equals(again)).as("%s and %s", measured, again).isEqualTo(!unsafe);
        } else if (!sheet.field("measure").equals("none")) {
            String other = new Measurement(sheet, directory.resolve("other"))
                    .of(sheet.scripts(unsafe ? "safe" : "unsafe").get(0));
            assertThat(measured).as("the other kind does the same").isNotEqualTo(other);
        }
    }

    private static List<String> found(Scripts scripts, RuleSheet sheet) {
        String readers = sheet.fields().getOrDefault("sqlite-readers", "3.99");
        return scripts.lintLast(readers).findings().stream()
                .map(each -> each.rule().id())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void hasAnUnsafeAndASafeExample(String id) {
        RuleSheet sheet = RuleSheets.of(id);

        assertThat(sheet.ruleClass()).isNotNull();
        assertThat(sheet.harm()).endsWith(".");
        assertThat(sheet.safeWay()).endsWith(".");
        assertThat(sheet.scripts("unsafe")).isNotEmpty();
        assertThat(sheet.scripts("safe")).isNotEmpty();
        assertThat(sheet.explanation()).contains(sheet.title(), "Unsafe:", "Safe:");
    }

    static Stream<String> ids() {
        return RuleSheets.ids().stream();
    }
}
