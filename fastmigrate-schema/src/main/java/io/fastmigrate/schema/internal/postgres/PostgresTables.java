package io.fastmigrate.schema.internal.postgres;

import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tables and views as wholes.
 *
 * @param recreated takes the views that are dropped and made again
 */
record PostgresTables(Draft draft, List<String> recreated) {

    private static final Pattern RELATION = Pattern.compile(
            "(?s)kind (?<kind>.), persistence (?<persistence>.)(?:, options \\{(?<options>.*?)\\})?, row security (?<secured>\\S+)"
                    + " (?<forced>\\S+), replica identity (?<identity>.)(?:, (?<more>.*))?");
    private static final Pattern PARTITION = Pattern.compile("(?s)partition (.*), of (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("(\\d+) .*", Pattern.DOTALL);

    void table(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("table ".length());
        if (to == null) {
            draft.add(Phase.DROP_TABLES, "DROP TABLE IF EXISTS " + name, "the rows of " + name);
            return;
        }
        Matcher wanted = RELATION.matcher(to);
        if (!wanted.matches()) {
            draft.cannot(object);
        } else if (from == null) {
            create(object, name, wanted);
        } else {
            change(object, name, RELATION.matcher(from), wanted);
        }
    }

    private void create(String object, String name, Matcher wanted) {
        String more = Objects.requireNonNullElse(wanted.group("more"), "");
        Matcher partition = PARTITION.matcher(more);
        String options = wanted.group("options");
        String head = "CREATE " + (wanted.group("persistence").equals("u") ? "UNLOGGED " : "") + "TABLE IF NOT EXISTS "
                + name;
        String tail = options == null ? "" : " WITH (" + options + ")";
        if (!wanted.group("identity").equals("d")) {
            draft.cannot(object);
        } else if (partition.matches()) {
            draft.add(Phase.TABLES, head + " PARTITION OF " + partition.group(2) + " " + partition.group(1) + tail);
        } else if (more.isEmpty() || more.matches("(?s)partitioned by [^,]*(?:\\([^()]*\\))?")) {
            String by = more.isEmpty() ? "" : " " + more.replaceFirst("partitioned by", "PARTITION BY");
            draft.add(Phase.TABLES, head + " (" + String.join(",", columns(name)) + "\n)" + by + tail);
        } else {
            draft.cannot(object);
        }
        secure(name, "false", wanted.group("secured"), "ROW LEVEL SECURITY");
        secure(name, "false", wanted.group("forced"), "FORCE ROW LEVEL SECURITY");
    }

    private List<String> columns(String table) {
        String prefix = "column " + table + ".";
        TreeMap<Integer, String> columns = new TreeMap<>(Comparator.naturalOrder());
        draft.to().forEach((object, definition) -> {
            Matcher number = NUMBER.matcher(definition);
            if (object.startsWith(prefix) && number.matches()) {
                String column = object.substring(prefix.length());
                PostgresColumn.read(definition)
                        .ifPresentOrElse(
                                its -> columns.put(
                                        Integer.parseInt(number.group(1)), "\n    " + its.definition(column)),
                                () -> draft.cannot(object));
            }
        });
        return new ArrayList<>(columns.values());
    }

    private void change(String object, String name, Matcher is, Matcher wanted) {
        if (!is.matches()
                || !Objects.equals(is.group("more"), wanted.group("more"))
                || !is.group("kind").equals(wanted.group("kind"))
                || !is.group("identity").equals(wanted.group("identity"))) {
            draft.cannot(object);
            return;
        }
        if (!is.group("persistence").equals(wanted.group("persistence"))) {
            draft.add(
                    Phase.TABLES,
                    "ALTER TABLE " + name + " SET "
                            + (wanted.group("persistence").equals("u") ? "UNLOGGED" : "LOGGED"));
        }
        options(name, is.group("options"), wanted.group("options"));
        secure(name, is.group("secured"), wanted.group("secured"), "ROW LEVEL SECURITY");
        secure(name, is.group("forced"), wanted.group("forced"), "FORCE ROW LEVEL SECURITY");
    }

    private void options(String name, @Nullable String is, @Nullable String wanted) {
        if (Objects.equals(is, wanted)) {
            return;
        }
        if (is != null) {
            draft.add(Phase.TABLES, "ALTER TABLE " + name + " RESET (" + is.replaceAll("=[^,]*", "") + ")");
        }
        if (wanted != null) {
            draft.add(Phase.TABLES, "ALTER TABLE " + name + " SET (" + wanted + ")");
        }
    }

    private void secure(String name, String is, String wanted, String what) {
        if (is.equals(wanted)) {
            return;
        }
        boolean on = wanted.startsWith("t");
        String verb = what.startsWith("FORCE") ? (on ? "" : "NO ") : (on ? "ENABLE " : "DISABLE ");
        draft.add(Phase.TRIGGERS, "ALTER TABLE " + name + " " + verb + what);
    }

    void view(String object, @Nullable String from, @Nullable String to) {
        String kind = object.startsWith("view ") ? "VIEW" : "MATERIALIZED VIEW";
        String name = object.replaceFirst("^(?:materialized )?view ", "");
        boolean replaces = kind.equals("VIEW")
                && from != null
                && to != null
                && draft.differences().stream()
                        .noneMatch(difference -> difference.object().startsWith("column " + name + "."));
        if (from != null && !replaces) {
            draft.add(Phase.DROP_VIEWS, "DROP " + kind + " IF EXISTS " + name);
            if (to != null) {
                recreated.add(name);
            }
        }
        if (to == null) {
            return;
        }
        Matcher wanted = RELATION.matcher(to);
        if (!wanted.matches() || wanted.group("more") == null) {
            draft.cannot(object);
            return;
        }
        String options = wanted.group("options");
        draft.add(
                Phase.VIEWS,
                "CREATE " + (kind.equals("VIEW") ? "OR REPLACE VIEW " : "MATERIALIZED VIEW IF NOT EXISTS ") + name
                        + (options == null ? "" : " WITH (" + options + ")") + " AS\n"
                        + wanted.group("more").replaceFirst(";\\s*$", ""));
    }
}
