package io.fastmigrate.lint.internal.model;

import io.fastmigrate.lint.RuleClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is known of a rule, and the scripts that show it. Read from the resource {@code <id>.md}, of which its test and its page
 * are made too.
 *
 * @param fields what stands before the first section: {@code class}, {@code harm}, {@code safe}, {@code measure}
 * @param text the paragraphs behind the fields
 * @param sections the scripts by the names of their sections; of one name there may be several
 */
public record RuleSheet(
        String id, String title, Map<String, String> fields, String text, Map<String, List<String>> sections) {

    private static final String SECTION = "## ";
    private static final String FENCE = "```";

    static RuleSheet parse(String id, String source) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, List<String>> sections = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        List<String> lines = source.lines().toList();
        String title = lines.get(0).replaceFirst("^# \\w+: ", "");
        int at = 1;
        for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
            String[] field = lines.get(at).split(": ", 2);
            fields.put(field[0], field[1]);
        }
        String section = "";
        StringBuilder script = new StringBuilder();
        for (; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith(SECTION)) {
                section = line.substring(SECTION.length());
            } else if (section.isEmpty()) {
                text.append(line).append('\n');
            } else if (line.equals(FENCE)) {
                sections.computeIfAbsent(section, name -> new ArrayList<>()).add(script.toString());
                script.setLength(0);
            } else if (!line.startsWith(FENCE) && !line.isBlank()) {
                script.append(line).append('\n');
            }
        }
        return new RuleSheet(id, title, fields, text.toString().strip(), sections);
    }

    public RuleClass ruleClass() {
        String letter = field("class");
        for (RuleClass each : RuleClass.values()) {
            if (each.letter().equals(letter)) {
                return each;
            }
        }
        throw new IllegalStateException("The rule " + id + " has no class.");
    }

    public String harm() {
        return field("harm");
    }

    public String safeWay() {
        return field("safe");
    }

    /** Returns a field; the rule's resource has to have it. */
    public String field(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("The rule " + id + " does not say " + name + ".");
        }
        return value;
    }

    /** Returns the scripts of a section. */
    public List<String> scripts(String section) {
        return sections.getOrDefault(section, List.of());
    }

    public String explanation() {
        return id + ": " + title + "\n\nClass: " + ruleClass().letter() + " ("
                + ruleClass().meaning() + ")\n\n" + harm()
                + "\n\nThe safe way: " + safeWay() + "\n" + (text.isEmpty() ? "" : "\n" + text + "\n")
                + example("Scripts before it", "before") + example("Unsafe", "unsafe") + example("Safe", "safe");
    }

    private String example(String heading, String section) {
        List<String> scripts = scripts(section);
        return scripts.isEmpty()
                ? ""
                : "\n" + heading + ":\n\n"
                        + scripts.get(0).lines().map(line -> "    " + line).collect(Collectors.joining("\n")) + "\n";
    }
}
