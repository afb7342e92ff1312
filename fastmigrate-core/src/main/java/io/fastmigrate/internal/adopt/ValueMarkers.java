package io.fastmigrate.internal.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out where values are in what Liquibase writes: it is asked once with their texts, and once more with marks in their place.
 *
 * @param values texts by names
 */
record ValueMarkers(Map<String, String> values) {

    private static final Pattern MARK = Pattern.compile("(?i)fmvalue(?:x[0-9a-f]+)+endfm");

    /** Letters and digits alone, so that it is a name wherever one can be. */
    private static String mark(String name) {
        StringBuilder mark = new StringBuilder("fmvalue");
        name.chars().forEach(character -> mark.append('x').append(Integer.toHexString(character)));
        return mark.append("endfm").toString();
    }

    /** Returns the mark of each value, by its name. */
    Map<String, String> marks() {
        Map<String, String> marks = new HashMap<>();
        values.keySet().forEach(name -> marks.put(name, mark(name)));
        return marks;
    }

    /**
     * Returns change sets with the names of values in them; where Liquibase makes something else of a text, with that.
     *
     * @param filled written with the texts
     * @param marked written with marks
     */
    Map<String, GeneratedChangeSet> kept(
            Map<String, GeneratedChangeSet> filled, Map<String, GeneratedChangeSet> marked) {
        Map<String, GeneratedChangeSet> kept = new LinkedHashMap<>(filled);
        marked.forEach((name, changeSet) -> kept.computeIfPresent(
                name, (same, other) -> other.withText(withNames(other.text(), changeSet.text()))));
        return kept;
    }

    /** Line by line, as one statement may be another one with a mark. */
    private String withNames(String filled, String marked) {
        List<String> lines = filled.lines().toList();
        List<String> others = marked.lines().toList();
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < lines.size() && lines.size() == others.size(); i++) {
            named.append(line(lines.get(i), others.get(i))).append('\n');
        }
        return named.isEmpty() ? filled : named.toString();
    }

    private String line(String filled, String marked) {
        Map<String, String> names = new HashMap<>();
        values.keySet().forEach(name -> names.put(mark(name), name));
        List<String> found = new ArrayList<>();
        StringBuilder places = new StringBuilder();
        Matcher mark = MARK.matcher(marked);
        int at = 0;
        while (mark.find()) {
            found.add(String.valueOf(names.get(mark.group().toLowerCase(Locale.ROOT))));
            places.append(Pattern.quote(marked.substring(at, mark.start()))).append("(.*?)");
            at = mark.end();
        }
        places.append(Pattern.quote(marked.substring(at)));
        Matcher texts = Pattern.compile(places.toString(), Pattern.DOTALL).matcher(filled);
        if (!texts.matches()) {
            return filled;
        }
        StringBuilder named = new StringBuilder();
        at = 0;
        for (int i = 0; i < found.size(); i++) {
            String text = texts.group(i + 1);
            named.append(filled, at, texts.start(i + 1))
                    .append(text.equals(values.get(found.get(i))) ? "${" + found.get(i) + "}" : text);
            at = texts.end(i + 1);
        }
        return named.append(filled, at, filled.length()).toString();
    }
}
