package io.fastmigrate.cli.database;

import io.fastmigrate.cli.problem.ExitCode;
import io.fastmigrate.cli.problem.Failure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ini text by the rules of Python's {@code configparser}: {@code =} or {@code :}, comments on their own lines,
 * values that go on in indented lines, keys in any case, a section {@code DEFAULT}, {@code %(key)s} and {@code %%}.
 */
final class Ini {

    private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
    private static final Pattern REFERENCE = Pattern.compile("%(%|\\(([^)]+)\\)s|)");
    private static final String DEFAULTS = "DEFAULT";
    private static final int MAX_DEPTH = 10;

    private final String name;
    private final Map<String, Map<String, Value>> sections = new HashMap<>();
    private @Nullable Map<String, Value> section;
    private @Nullable Value value;
    private int indent;

    private Ini(String name) {
        this.name = name;
    }

    /**
     * Reads a text.
     *
     * @param name what errors call the text
     * @throws Failure if the text breaks the rules; it names the line
     */
    static Ini parse(String name, String text) {
        Ini ini = new Ini(name);
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        int number = 0;
        for (String line : withoutMark.split("\r\n|\r|\n", -1)) {
            ini.line(++number, line);
        }
        return ini;
    }

    /** Returns a key's value, from the section or else from DEFAULT; empty if the section or the key is not there. */
    Optional<String> get(String sectionName, String key) {
        Map<String, Value> found = sections.get(sectionName);
        return found == null
                ? Optional.empty()
                : lookUp(found, key).map(v -> resolve(found, v, 0).strip());
    }

    /** Returns the values of a section by their keys, in the order of the keys, without those of DEFAULT; empty without the section. */
    Map<String, String> section(String sectionName) {
        Map<String, Value> found = sections.getOrDefault(sectionName, Map.of());
        Map<String, String> values = new TreeMap<>();
        found.forEach((key, raw) -> values.put(key, resolve(found, raw, 0).strip()));
        return values;
    }

    private Optional<Value> lookUp(Map<String, Value> found, String key) {
        Value own = found.get(key);
        return Optional.ofNullable(
                own != null ? own : sections.getOrDefault(DEFAULTS, Map.of()).get(key));
    }

    private void line(int number, String line) {
        String content = line.strip();
        if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
            return;
        }
        int lineIndent = line.length() - line.stripLeading().length();
        if (value != null && lineIndent > indent) {
            value.text.append('\n').append(content);
            return;
        }
        indent = lineIndent;
        Matcher header = SECTION.matcher(content);
        if (header.matches()) {
            begin(number, header.group(1));
        } else {
            entry(number, content);
        }
    }

    private void begin(int number, String sectionName) {
        if (sections.containsKey(sectionName) && !sectionName.equals(DEFAULTS)) {
            throw broken(number, "the section [" + sectionName + "] occurs twice", "Merge the two sections.");
        }
        section = sections.computeIfAbsent(sectionName, s -> new HashMap<>());
        value = null;
    }

    private void entry(int number, String content) {
        if (section == null) {
            throw broken(number, "there is no section before \"" + shown(content) + "\"", "Put [paths] above it.");
        }
        int delimiter = delimiter(content);
        if (delimiter <= 0) {
            throw broken(number, "\"" + shown(content) + "\" is not a setting", "Write it as: db = data/database.db");
        }
        String key = content.substring(0, delimiter).strip().toLowerCase(Locale.ROOT);
        value = new Value(
                number, key, new StringBuilder(content.substring(delimiter + 1).strip()));
        if (section.put(key, value) != null) {
            throw broken(number, "\"" + key + "\" occurs twice", "Remove one of the two.");
        }
    }

    /** A value may be a URL with a password. */
    private static String shown(String content) {
        int delimiter = delimiter(content);
        return delimiter < 0 ? Redaction.shown(content) : content.substring(0, delimiter + 1) + " ...";
    }

    private static int delimiter(String content) {
        int equals = content.indexOf('=');
        int colon = content.indexOf(':');
        return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
    }

    private String resolve(Map<String, Value> found, Value raw, int depth) {
        Matcher reference = REFERENCE.matcher(raw.text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            reference.appendReplacement(resolved, Matcher.quoteReplacement(replacement(found, raw, reference, depth)));
        }
        return reference.appendTail(resolved).toString();
    }

    private String replacement(Map<String, Value> found, Value raw, Matcher reference, int depth) {
        if (reference.group(1).equals("%")) {
            return "%";
        }
        String key = reference.group(2);
        if (key == null) {
            throw broken(
                    raw.line, "a single % is not allowed in the value of " + raw.key, "Write %% for a per cent sign.");
        }
        Value referred = lookUp(found, key.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> broken(raw.line, "%(" + key + ")s does not name a setting", "Add it, or write %%."));
        if (depth == MAX_DEPTH) {
            throw broken(raw.line, "%(" + key + ")s refers to itself", "Write the value itself.");
        }
        return resolve(found, referred, depth + 1);
    }

    private Failure broken(int line, String what, String advice) {
        return new Failure(ExitCode.FAILED, name + ", line " + line + ": " + what + ".", advice);
    }

    private record Value(int line, String key, StringBuilder text) {}
}
