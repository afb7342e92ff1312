package io.fastmigrate.schema.internal.mysql;

import io.fastmigrate.schema.internal.fix.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ALTER TABLE does with the columns of a table, so that it has those that are wanted, in their order. */
final class MySqlColumns {

    private static final Pattern NUMBERED = Pattern.compile("(?s)(\\d+) (([`\"])(.+?)\\3(?: .*)?)");

    /** What decides which values it can hold. */
    private static final Pattern TYPE = Pattern.compile(
            "(?is)\\w+(?:\\((?:[^()']|'(?:[^']|'')*')*\\))?(?: unsigned)?(?: zerofill)?(?: CHARACTER SET \\w+)?");

    private static final Pattern GENERATED = Pattern.compile("(?is).*\\bGENERATED ALWAYS AS \\(.*");

    private final String table;
    private final boolean mariaDb;
    private final SortedMap<Integer, String> from;
    private final SortedMap<Integer, String> to;
    private final List<String> actions = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    MySqlColumns(Draft draft, String table, boolean mariaDb) {
        this.table = table;
        this.mariaDb = mariaDb;
        this.from = of(draft.from(), table);
        this.to = of(draft.to(), table);
        write();
    }

    /** Returns the lines of a table's columns by their numbers. */
    static SortedMap<Integer, String> of(SortedMap<String, String> definitions, String table) {
        SortedMap<Integer, String> columns = new TreeMap<>();
        definitions.forEach((object, definition) -> {
            Matcher numbered = NUMBERED.matcher(definition);
            if (object.startsWith("column ")
                    && numbered.matches()
                    && object.equals("column " + table + "." + numbered.group(4))) {
                columns.put(Integer.parseInt(numbered.group(1)), numbered.group(2));
            }
        });
        return columns;
    }

    List<String> actions() {
        return List.copyOf(actions);
    }

    List<String> losses() {
        return List.copyOf(losses);
    }

    private static Map<String, String> byName(SortedMap<Integer, String> columns) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String line : columns.values()) {
            int end = line.indexOf(line.charAt(0), 1) + 1;
            while (end < line.length() && line.charAt(end) == line.charAt(0)) { // a quote in the name
                end = line.indexOf(line.charAt(0), end + 1) + 1;
            }
            byName.put(line.substring(0, end), line);
        }
        return byName;
    }

    /** The actions run one after another; the list says which columns the table has after each. */
    private void write() {
        Map<String, String> is = byName(from);
        Map<String, String> wanted = byName(to);
        List<String> order = new ArrayList<>(is.keySet());
        is.forEach((name, line) -> {
            String other = wanted.get(name);
            if (other == null || isGenerated(line) != isGenerated(other)) {
                order.remove(name);
                drop(name, line, other == null);
            }
        });
        int place = 0;
        String where = " FIRST";
        for (Map.Entry<String, String> column : wanted.entrySet()) {
            String name = column.getKey();
            String line = column.getValue();
            int now = order.indexOf(name);
            if (now < 0) {
                add(line, !is.containsKey(name), place == order.size() ? "" : where);
                order.add(place, name);
            } else if (now != place) {
                modify(name, is.getOrDefault(name, ""), line, where);
                order.add(place, order.remove(now));
            } else if (!line.equals(is.get(name))) {
                modify(name, is.getOrDefault(name, ""), line, "");
            }
            where = " AFTER " + name;
            place++;
        }
    }

    private void drop(String name, String line, boolean forGood) {
        actions.add("DROP COLUMN " + (mariaDb && forGood ? "IF EXISTS " : "") + name);
        lose(isGenerated(line), "the values of " + table + "." + unquoted(name));
    }

    private void add(String line, boolean isNew, String where) {
        actions.add("ADD COLUMN " + (mariaDb && isNew ? "IF NOT EXISTS " : "") + line + where);
    }

    private void modify(String name, String is, String wanted, String where) {
        actions.add("MODIFY COLUMN " + wanted + where);
        lose(
                isGenerated(wanted) || type(name, wanted).equals(type(name, is)),
                "values of " + table + "." + unquoted(name) + " that do not fit into its new type");
    }

    private void lose(boolean nothing, String what) {
        if (!nothing) {
            losses.add(what);
        }
    }

    private static boolean isGenerated(String line) {
        return GENERATED.matcher(line).matches();
    }

    private static String type(String name, String line) {
        Matcher type = TYPE.matcher(line);
        return type.find(Math.min(name.length() + 1, line.length())) ? type.group() : "";
    }

    private static String unquoted(String name) {
        return name.substring(1, name.length() - 1);
    }
}
