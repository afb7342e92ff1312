package io.fastmigrate.schema.internal.sqlite;

import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the statements for the objects that differ. A table that differs is rebuilt. */
public final class SqliteDraft {

    /** The type of a column, as far as it matters to its values. */
    private static final Pattern TYPE = Pattern.compile("(?s)\\d+ ?(\\w*).*");

    private static final Pattern GENERATED = Pattern.compile("(?is).*\\b(?:GENERATED ALWAYS )?AS \\(.*");

    private final Draft draft;
    private final List<SqliteObject> from;
    private final List<SqliteObject> to;
    private final SchemaInspection tables;
    private final Set<String> different;
    /** Tables and views of which indexes and triggers are gone before they are made. */
    private final Set<String> rebuilt = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private SqliteDraft(Draft draft, List<SqliteObject> from, List<SqliteObject> to, SchemaInspection tables) {
        this.draft = draft;
        this.from = from;
        this.to = to;
        this.tables = tables;
        this.different =
                draft.differences().stream().map(SchemaDifference::object).collect(Collectors.toSet());
    }

    /**
     * Returns the statements that lead from one schema to another one.
     *
     * @param from definitions that it begins with
     * @param fromObjects the same with their texts
     * @param tables rebuilds them
     */
    public static Draft of(
            SortedMap<String, String> from,
            List<SqliteObject> fromObjects,
            SortedMap<String, String> to,
            List<SqliteObject> toObjects,
            SchemaInspection tables) {
        Draft draft = new Draft(from, to);
        new SqliteDraft(draft, fromObjects, toObjects, tables).write();
        return draft;
    }

    private void write() {
        from.stream().filter(this::isDifferent).forEach(this::drop);
        to.stream().filter(SqliteObject::isTable).filter(this::isDifferent).forEach(this::table);
        to.stream().filter(object -> !object.isTable()).filter(this::isMade).forEach(this::make);
    }

    private boolean isDifferent(SqliteObject object) {
        return object.isAmong(different);
    }

    private boolean isMade(SqliteObject object) {
        return isDifferent(object) || rebuilt.contains(object.table());
    }

    private void drop(SqliteObject object) {
        String kind = object.type().toUpperCase(Locale.ROOT);
        String sql = "DROP " + kind + " IF EXISTS " + SqliteObject.quoted(object.name());
        switch (object.type()) {
            case "trigger" -> draft.add(Phase.DROP_TRIGGERS, sql);
            case "view" -> {
                draft.add(Phase.DROP_VIEWS, sql);
                rebuilt.add(object.name());
            }
            case "index" -> draft.add(Phase.DROP_INDEXES, sql);
            default -> {
                boolean stays = find(to, object).isPresent();
                if (stays && object.isVirtual()) {
                    draft.cannot("virtual table " + object.name());
                } else if (!stays) {
                    draft.add(Phase.DROP_TABLES, sql, "the rows of " + object.name());
                }
            }
        }
    }

    private static Optional<SqliteObject> find(List<SqliteObject> objects, SqliteObject wanted) {
        return objects.stream()
                .filter(object -> object.is(wanted.type(), wanted.name()))
                .findFirst();
    }

    private void table(SqliteObject wanted) {
        Optional<SqliteObject> old = find(from, wanted);
        if (old.isPresent()) {
            rebuild(old.get(), wanted);
        } else {
            draft.add(Phase.TABLES, wanted.sql().replaceFirst("(?i)^CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
        }
    }

    private void rebuild(SqliteObject old, SqliteObject wanted) {
        rebuilt.add(old.name());
        List<String> losses = losses(old.name());
        String loss = losses.isEmpty() ? null : String.join(", ", losses);
        List<String> statements = new ArrayList<>();
        for (String column : added(old.name())) {
            statements.add("-- Fails where the column is there already, so that its values are not lost.\nALTER TABLE "
                    + SqliteObject.quoted(old.name()) + " ADD COLUMN " + column + " ANY");
        }
        statements.addAll(tables.rebuild(old.name(), freeName(old.name()), old.sql(), wanted.sql()));
        statements.forEach(sql -> draft.add(Phase.COLUMNS, sql, loss));
    }

    private String freeName(String table) {
        String free = table + "_new";
        while (taken(free)) {
            free += "_";
        }
        return free;
    }

    private boolean taken(String name) {
        return from.stream().anyMatch(object -> object.name().equalsIgnoreCase(name))
                || to.stream().anyMatch(object -> object.name().equalsIgnoreCase(name));
    }

    /** Returns the columns with values of their own that only the new definition has. */
    private List<String> added(String table) {
        return columns(table, draft.to()).stream()
                .filter(column -> find(draft.from(), column).isEmpty()
                        && !isGenerated(draft.to().getOrDefault(column, "")))
                .map(column -> SqliteObject.names(table)
                        .map(name -> "column " + name + ".")
                        .filter(column::startsWith)
                        .map(prefix -> column.substring(prefix.length()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private List<String> losses(String table) {
        List<String> losses = new ArrayList<>();
        for (String column : columns(table, draft.from())) {
            String is = draft.from().getOrDefault(column, "");
            String wanted = find(draft.to(), column).orElse(null);
            String name = column.substring("column ".length());
            if (isGenerated(is)) {
                continue;
            }
            if (wanted == null || isGenerated(wanted)) {
                losses.add("the values of " + name);
            } else if (!type(is).equals(type(wanted))) {
                losses.add("values of " + name + " that do not fit into its new type");
            }
        }
        return losses;
    }

    /** Returns a definition; the case of a name makes no other column. */
    private static Optional<String> find(SortedMap<String, String> definitions, String object) {
        return definitions.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(object))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<String> columns(String table, SortedMap<String, String> definitions) {
        return SqliteObject.names(table)
                .flatMap(name ->
                        definitions.keySet().stream().filter(object -> object.startsWith("column " + name + ".")))
                .toList();
    }

    private static boolean isGenerated(String column) {
        return GENERATED.matcher(column).matches();
    }

    private static String type(String column) {
        Matcher type = TYPE.matcher(column);
        return type.matches() ? type.group(1).toUpperCase(Locale.ROOT) : "";
    }

    private void make(SqliteObject object) {
        if (object.isVirtual()) {
            draft.add(Phase.VIEWS, object.sql());
        } else if (object.type().equals("index")) {
            draft.add(
                    Phase.INDEXES,
                    object.sql().replaceFirst("(?i)^CREATE (UNIQUE )?INDEX ", "CREATE $1INDEX IF NOT EXISTS "));
        } else {
            draft.add(
                    object.type().equals("view") ? Phase.VIEWS : Phase.TRIGGERS,
                    object.sql().replaceFirst("(?i)^CREATE (VIEW|TRIGGER) ", "CREATE $1 IF NOT EXISTS "));
        }
    }
}
