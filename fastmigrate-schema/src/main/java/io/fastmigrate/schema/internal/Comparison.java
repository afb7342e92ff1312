package io.fastmigrate.schema.internal;

import io.fastmigrate.schema.SchemaDifference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the definitions of two schemas. A column's definition begins with its number in the table: that it has another one
 * because a column before it was added or is missing is no difference.
 */
public final class Comparison {

    private static final String COLUMN = "column ";

    private static final Pattern NUMBERED = Pattern.compile("(\\d+) ?(.*)", Pattern.DOTALL);

    private final SortedMap<String, String> expected;
    private final SortedMap<String, String> actual;

    private Comparison(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        this.expected = expected;
        this.actual = actual;
    }

    public static List<SchemaDifference> of(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        return new Comparison(expected, actual).differences();
    }

    private List<SchemaDifference> differences() {
        Map<String, Integer> expectedPlaces = places(expected, actual);
        Map<String, Integer> actualPlaces = places(actual, expected);
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        List<SchemaDifference> differences = new ArrayList<>();
        for (String name : names) {
            String should = expected.get(name);
            String is = actual.get(name);
            boolean moved = should != null
                    && is != null
                    && !expectedPlaces.getOrDefault(name, 0).equals(actualPlaces.getOrDefault(name, 0));
            if (!moved && name.startsWith(COLUMN)) {
                should = should == null ? null : withoutNumber(should);
                is = is == null ? null : withoutNumber(is);
            }
            if (should == null || !should.equals(is)) {
                differences.add(SchemaDifference.of(name, should, is));
            }
        }
        return differences;
    }

    private static String withoutNumber(String column) {
        Matcher numbered = NUMBERED.matcher(column);
        return numbered.matches() ? numbered.group(2) : column;
    }

    /** Returns the place of each column among those of its table that both schemas have. */
    private static Map<String, Integer> places(
            SortedMap<String, String> definitions, SortedMap<String, String> others) {
        Map<String, List<Map.Entry<Integer, String>>> tables = new HashMap<>();
        definitions.forEach((name, definition) -> {
            Matcher numbered = NUMBERED.matcher(definition);
            if (name.startsWith(COLUMN) && others.containsKey(name) && numbered.matches()) {
                tables.computeIfAbsent(name.substring(0, name.lastIndexOf('.')), table -> new ArrayList<>())
                        .add(Map.entry(Integer.parseInt(numbered.group(1)), name));
            }
        });
        Map<String, Integer> places = new HashMap<>();
        for (List<Map.Entry<Integer, String>> columns : tables.values()) {
            columns.sort(Map.Entry.comparingByKey());
            for (int i = 0; i < columns.size(); i++) {
                places.put(columns.get(i).getValue(), i);
            }
        }
        return places;
    }
}
