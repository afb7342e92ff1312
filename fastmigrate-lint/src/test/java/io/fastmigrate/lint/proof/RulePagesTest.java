package io.fastmigrate.lint.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.lint.internal.model.RulePage;
import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of the rules are made of their sheets and of what is measured here and now. With {@code -Dgolden.update=true} they are
 * written again, and the test fails once. Those of servers' rules are made by tests beside the servers.
 */
class RulePagesTest {

    private static final Path PAGES = Path.of("..", "docs", "lint");

    @TempDir
    private Path directory;

    private final List<String> stale = new ArrayList<>();

    @Test
    void arePutTogetherFromRealRuns() throws Exception {
        List<RulePage> all = new ArrayList<>();
        for (RuleSheet sheet : RuleSheets.all()) {
            if (Measurement.isPossible(sheet)) {
                RulePage page = new RulePage(sheet, measure(sheet, "unsafe"), measure(sheet, "safe"));
                all.add(page);
                compare(sheet.id() + ".md", page.text());
            }
        }
        compare(
                "README.md",
                RulePage.overview(Files.readString(PAGES.resolve("README.md")), "SQLite, and every database", all));

        assertThat(stale).as("run again with -Dgolden.update=true").isEmpty();
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

    private String measure(RuleSheet sheet, String kind) throws Exception {
        String example = sheet.scripts(kind).get(0);
        String measure = sheet.field("measure");
        if (measure.equals("none")) {
            return "";
        }
        Path place = directory.resolve(sheet.id() + kind);
        String first = new Measurement(sheet, place).of(example);
        if (measure.startsWith("differs")) {
            String again = new Measurement(sheet, place.resolve("again")).of(example);
            return first.equals(again) ? "two databases have the same rows" : "two databases have different rows";
        }
        return first;
    }
}
