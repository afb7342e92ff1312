package io.fastmigrate.lint.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.lint.internal.model.RuleSheet;
import io.fastmigrate.lint.internal.model.RuleSheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of the rules are made of their sheets and of what is measured here and now. With {@code -Dgolden.update=true} they are
 * written again, and the test fails once.
 */
class RulePagesTest {

    private static final Path PAGES = Path.of("..", "docs", "lint");
    private static final String TABLE =
            "| rule | class | what it finds | the unsafe script | the safe script |\n|---|---|---|---|---|\n";

    @TempDir
    private Path directory;

    private final List<String> stale = new ArrayList<>();

    /** What the first unsafe and the first safe script of a rule do. */
    private record Measured(RuleSheet sheet, String unsafe, String safe) {}

    @Test
    void arePutTogetherFromRealRuns() throws Exception {
        List<Measured> all = new ArrayList<>();
        for (RuleSheet sheet : RuleSheets.all()) {
            if (!sheet.id().startsWith("P")) {
                Measured measured = new Measured(sheet, measure(sheet, "unsafe"), measure(sheet, "safe"));
                all.add(measured);
                compare(sheet.id() + ".md", page(measured));
            }
        }
        String intro = Files.readString(PAGES.resolve("README.md")).split("\\| rule \\|", 2)[0];
        compare(
                "README.md",
                intro + TABLE + all.stream().map(RulePagesTest::row).collect(Collectors.joining("\n")) + "\n");

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

    private static String row(Measured measured) {
        RuleSheet sheet = measured.sheet();
        return "| [" + sheet.id() + "](" + sheet.id() + ".md) | "
                + sheet.ruleClass().letter() + " | " + sheet.title() + " | " + cell(measured.unsafe(), "is found")
                + " | " + cell(measured.safe(), "is not found") + " |";
    }

    private static String cell(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text.replace("|", "\\|");
    }

    private static String page(Measured measured) {
        RuleSheet sheet = measured.sheet();
        StringBuilder page = new StringBuilder("# " + sheet.id() + ": " + sheet.title() + "\n\n");
        page.append("Class ")
                .append(sheet.ruleClass().letter())
                .append(": ")
                .append(sheet.ruleClass().meaning());
        page.append(". Severity: ").append(sheet.ruleClass().severity()).append(".\n\n");
        page.append(sheet.harm())
                .append("\n\n**The safe way.** ")
                .append(sheet.safeWay())
                .append("\n");
        if (!sheet.text().isEmpty()) {
            page.append('\n').append(sheet.text()).append('\n');
        }
        section(page, "Scripts before it", sheet.scripts("before"), "");
        section(page, "Rows", sheet.scripts("rows"), "");
        section(page, "Unsafe", sheet.scripts("unsafe"), measured.unsafe());
        section(page, "Safe", sheet.scripts("safe"), measured.safe());
        section(page, "Not reported", sheet.scripts("silent"), "");
        return page.append("\n[All rules](README.md)\n").toString();
    }

    private static void section(StringBuilder page, String heading, List<String> scripts, String measured) {
        if (scripts.isEmpty() || String.join("", scripts).isBlank()) {
            return;
        }
        page.append("\n## ").append(heading).append("\n\n");
        if (!measured.isEmpty()) {
            page.append("Measured, for the first one: ").append(measured).append(".\n\n");
        }
        page.append(
                scripts.stream().map(script -> "```sql\n" + script + "```\n").collect(Collectors.joining("\n")));
    }
}
