package io.fastmigrate.schema.internal.mysql;

import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One table: one ALTER TABLE for all that differs in it, but for foreign keys, which go before and come after all else. */
final class MySqlTable {

    private static final Pattern TABLE = Pattern.compile("(?s)(table|column|index|constraint) (.+)");
    private static final Pattern PRIMARY = Pattern.compile("(?s)table (.+), PRIMARY");
    private static final Pattern QUOTED = Pattern.compile("(?s)[^`\"]*?([`\"])(.+?)\\1(?: .*)?");
    private static final Pattern FOREIGN_KEY = Pattern.compile("(?s)CONSTRAINT \\S.*? FOREIGN KEY \\(.*");

    private final Draft draft;
    private final String table;
    private final boolean mariaDb;
    private final @Nullable String loss;
    private final List<String> actions = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();

    MySqlTable(Draft draft, String table, boolean mariaDb) {
        this.draft = draft;
        this.table = table;
        this.mariaDb = mariaDb;
        this.loss = draft.isGone("table " + table) ? "the rows of " + table : null;
    }

    /** Returns the name of the table that a difference is in; empty for another object. */
    static Optional<String> nameIn(SchemaDifference difference) {
        String object = difference.object();
        Matcher of = TABLE.matcher(object);
        if (!of.matches()) {
            return Optional.empty();
        }
        String name = of.group(2);
        if (of.group(1).equals("table")) {
            Matcher primary = PRIMARY.matcher(object);
            return Optional.of(primary.matches() ? primary.group(1) : name);
        }
        String definition = difference.actual().or(difference::expected).orElse("");
        Matcher quoted = QUOTED.matcher(definition);
        String last = quoted.matches() ? quoted.group(2) : "";
        return name.endsWith("." + last)
                ? Optional.of(name.substring(0, name.length() - last.length() - 1))
                : Optional.empty();
    }

    void write() {
        foreignKeys();
        if (loss != null) {
            draft.add(Phase.DROP_TABLES, "DROP TABLE IF EXISTS " + name(), loss);
        } else if (draft.from().containsKey("table " + table)) {
            alter();
        } else {
            create();
        }
    }

    private String name() {
        return MySqlDraft.quoted(table);
    }

    private String ifExists() {
        return mariaDb ? "IF EXISTS " : "";
    }

    private String ifNotExists() {
        return mariaDb ? "IF NOT EXISTS " : "";
    }

    /** Returns the lines of one kind by the names that stand in them. */
    private SortedMap<String, String> lines(SortedMap<String, String> definitions, String kind) {
        String prefix = kind + " " + table + ".";
        SortedMap<String, String> lines = new TreeMap<>();
        definitions.forEach((object, definition) -> {
            Matcher quoted = QUOTED.matcher(definition);
            if (quoted.matches() && object.equals(prefix + quoted.group(2))) {
                lines.put(quoted.group(1) + quoted.group(2) + quoted.group(1), definition);
            }
        });
        return lines;
    }

    private static boolean isForeignKey(String line) {
        return FOREIGN_KEY.matcher(line).matches();
    }

    private void foreignKeys() {
        SortedMap<String, String> from = lines(draft.from(), "constraint");
        SortedMap<String, String> to = lines(draft.to(), "constraint");
        from.forEach((key, line) -> {
            if (isForeignKey(line) && !line.equals(to.get(key))) {
                draft.add(
                        Phase.DROP_FOREIGN_KEYS,
                        "ALTER TABLE " + name() + " DROP FOREIGN KEY " + ifExists() + key,
                        loss);
            }
        });
        to.forEach((key, line) -> {
            if (isForeignKey(line) && !line.equals(from.get(key))) {
                draft.add(
                        Phase.FOREIGN_KEYS,
                        "ALTER TABLE " + name() + " ADD "
                                + line.replaceFirst(" FOREIGN KEY \\(", " FOREIGN KEY " + ifNotExists() + "("));
            }
        });
    }

    private void create() {
        List<String> parts = new ArrayList<>();
        MySqlColumns.of(draft.to(), table).values().forEach(parts::add);
        parts.addAll(others(draft.to()));
        parts.addAll(lines(draft.to(), "index").values());
        lines(draft.to(), "constraint").values().stream()
                .filter(line -> !isForeignKey(line))
                .forEach(parts::add);
        draft.add(
                Phase.TABLES,
                "CREATE TABLE IF NOT EXISTS " + name()
                        + parts.stream().map(part -> "\n  " + part).collect(Collectors.joining(",", " (", "\n"))
                        + draft.to().get("table " + table));
    }

    /** Returns the lines without a name, such as the primary key. */
    private List<String> others(SortedMap<String, String> definitions) {
        String prefix = "table " + table + ", ";
        return definitions.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void alter() {
        dropped("constraint", "CONSTRAINT");
        dropped("index", "KEY");
        String object = "table " + table + ", PRIMARY";
        String key = draft.from().get(object);
        String wanted = draft.to().get(object);
        boolean otherKey = key == null ? wanted != null : !key.equals(wanted);
        if (otherKey && key != null) {
            actions.add("DROP PRIMARY KEY");
        }
        MySqlColumns columns = new MySqlColumns(draft, table, mariaDb);
        actions.addAll(columns.actions());
        losses.addAll(columns.losses());
        if (otherKey && wanted != null) {
            actions.add("ADD " + wanted);
        }
        added("index", "KEY");
        added("constraint", "CONSTRAINT");
        MySqlOptions.change(
                        String.valueOf(draft.from().get("table " + table)),
                        String.valueOf(draft.to().get("table " + table)))
                .ifPresentOrElse(actions::addAll, () -> draft.cannot("table " + table));
        if (!actions.isEmpty()) {
            draft.add(
                    Phase.COLUMNS,
                    "ALTER TABLE " + name() + "\n  " + String.join(",\n  ", actions),
                    losses.isEmpty() ? null : String.join(", ", losses));
        }
    }

    private void dropped(String kind, String word) {
        SortedMap<String, String> to = lines(draft.to(), kind);
        lines(draft.from(), kind).forEach((key, line) -> {
            if (!isForeignKey(line) && !line.equals(to.get(key))) {
                actions.add("DROP " + word + " " + ifExists() + key);
            }
        });
    }

    private void added(String kind, String word) {
        SortedMap<String, String> from = lines(draft.from(), kind);
        lines(draft.to(), kind).forEach((key, line) -> {
            if (!isForeignKey(line) && !line.equals(from.get(key))) {
                actions.add("ADD "
                        + (from.containsKey(key) ? line : line.replaceFirst("\\b" + word + " ", "$0" + ifNotExists())));
            }
        });
    }
}
