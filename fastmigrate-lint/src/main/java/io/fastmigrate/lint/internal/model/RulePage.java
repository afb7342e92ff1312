package io.fastmigrate.lint.internal.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page of a rule, and its row in the table of rules.
 *
 * @param unsafe what was measured when the first unsafe script ran; may be empty
 * @param safe the same of the first safe script
 */
public record RulePage(RuleSheet sheet, String unsafe, String safe) {

    private static final String HEAD =
            "| rule | class | what it finds | the unsafe script | the safe script |\n|---|---|---|---|---|\n";

    /** Returns the text of an overview, in which the rows stand in the table below a heading. */
    public static String overview(String text, String heading, List<RulePage> pages) {
        String table = HEAD + pages.stream().map(RulePage::row).collect(Collectors.joining("\n")) + "\n";
        Pattern old = Pattern.compile("(?s)(?<=\n## " + Pattern.quote(heading) + "\n\n)\\| rule \\|.*?(?=\n## |\\z)");
        return old.matcher(text).replaceFirst(Matcher.quoteReplacement(table));
    }

    private String row() {
        return "| [" + sheet.id() + "](" + sheet.id() + ".md) | "
                + sheet.ruleClass().letter() + " | " + sheet.title() + " | " + cell(unsafe, "is found") + " | "
                + cell(safe, "is not found") + " |";
    }

    private static String cell(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text.replace("|", "\\|");
    }

    /** Returns the page. */
    public String text() {
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
        section(page, "Unsafe", sheet.scripts("unsafe"), unsafe);
        section(page, "Safe", sheet.scripts("safe"), safe);
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
