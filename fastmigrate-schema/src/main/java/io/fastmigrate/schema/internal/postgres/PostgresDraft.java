package io.fastmigrate.schema.internal.postgres;

import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the statements for each difference, by the kind of its object. Those that can run again without harm do so. */
public final class PostgresDraft {

    /** The last part of a complete name, with its quotes. */
    private static final Pattern LAST_NAME = Pattern.compile("\"(?:[^\"]|\"\")+\"$|[^.\"]+$");

    private static final Pattern OF = Pattern.compile("(?s)\\S+ (.+) of (.+)");
    private static final Pattern ENABLED = Pattern.compile("(?s)(.*) \\(enabled (.)\\)");
    private static final Pattern COMMENT_OF_TABLE =
            Pattern.compile("(?s)comment on ((?:constraint|trigger|policy|rule) .+ of .+)");
    private static final Pattern INDEX =
            Pattern.compile("(?s)CREATE (?:UNIQUE )?INDEX (.+?) ON (?:ONLY )?(.+?) USING .*");
    private static final Pattern PARTITION = Pattern.compile("(?s).*, partition .*, of (\\S+)");
    private static final Pattern POLICY =
            Pattern.compile("(?s)(\\S) (t|f|true|false) (.*?) using(?: (.*?))? check(?: (.*))?");
    private static final Pattern STATISTICS = Pattern.compile("(?s)CREATE STATISTICS (\\S+) .*");
    private static final Map<String, String> COMMANDS =
            Map.of("*", "ALL", "r", "SELECT", "a", "INSERT", "w", "UPDATE", "d", "DELETE");
    private static final Map<String, String> ENABLING =
            Map.of("O", "ENABLE", "D", "DISABLE", "A", "ENABLE ALWAYS", "R", "ENABLE REPLICA");

    /** Writes what leads from one definition to another one. */
    @FunctionalInterface
    private interface Writer {
        void write(String object, @Nullable String from, @Nullable String to);
    }

    private final Draft draft;
    /** Views that are dropped and made again. */
    private final List<String> recreated = new ArrayList<>();

    private final List<String> droppedIndexes = new ArrayList<>();
    private final Map<String, Writer> writers = new LinkedHashMap<>();

    private PostgresDraft(Draft draft) {
        this.draft = draft;
        PostgresTables tables = new PostgresTables(draft, recreated);
        PostgresColumns columns = new PostgresColumns(draft);
        PostgresGlobals globals = new PostgresGlobals(draft);
        writers.put("materialized view ", tables::view);
        writers.put("view ", tables::view);
        writers.put("table ", tables::table);
        writers.put("column ", columns::column);
        writers.put("constraint ", this::constraint);
        writers.put("index ", this::index);
        writers.put("statistics ", this::statistics);
        writers.put("trigger ", this::trigger);
        writers.put("rule ", this::trigger);
        writers.put("policy ", this::policy);
        writers.put("function ", globals::function);
        writers.put("sequence ", globals::sequence);
        writers.put("type ", globals::type);
        writers.put("domain ", globals::domain);
        writers.put("schema ", globals::schema);
        writers.put("extension ", globals::extension);
        writers.put("comment on ", globals::comment);
        writers.put("privileges on ", new PostgresGrants(draft)::privileges);
    }

    /** Returns the statements that lead from one schema to another one, and the objects for which there are none. */
    public static Draft of(SortedMap<String, String> from, SortedMap<String, String> to) {
        Draft draft = new Draft(from, to);
        PostgresDraft writer = new PostgresDraft(draft);
        draft.differences().forEach(writer::write);
        writer.dropIndexes();
        writer.commentsOfChanged();
        writer.recreated.forEach(writer::writeAgain);
        return draft;
    }

    /** A constraint, trigger, policy or rule that changes is made again, and its comment went away with it. */
    private void commentsOfChanged() {
        draft.to().forEach((object, text) -> {
            Matcher comment = COMMENT_OF_TABLE.matcher(object);
            if (comment.matches() && text.equals(draft.from().get(object))) {
                String is = draft.from().get(comment.group(1));
                String wanted = draft.to().get(comment.group(1));
                if (is != null && wanted != null && !is.equals(wanted)) {
                    write(object, null, text);
                }
            }
        });
    }

    /** Writes what belongs to a view and went away with it. */
    private void writeAgain(String view) {
        draft.to().forEach((object, definition) -> {
            Matcher index = INDEX.matcher(definition);
            boolean its = object.endsWith(" of " + view)
                    || object.matches(
                            "(?s)(?:comment|privileges) on (?:materialized view|view|table) " + Pattern.quote(view))
                    || object.matches(
                            "(?s)comment on column .* of (?:materialized view|view|table) " + Pattern.quote(view))
                    || (object.startsWith("index ")
                            && index.matches()
                            && index.group(2).equals(view));
            if (its && definition.equals(draft.from().get(object))) {
                write(object, null, definition);
            }
        });
    }

    private void write(SchemaDifference difference) {
        write(
                difference.object(),
                difference.expected().orElse(null),
                difference.actual().orElse(null));
    }

    private void write(String object, @Nullable String from, @Nullable String to) {
        writers.entrySet().stream()
                .filter(kind -> object.startsWith(kind.getKey()))
                .findFirst()
                .ifPresentOrElse(kind -> kind.getValue().write(object, from, to), () -> draft.cannot(object));
    }

    /** Tells whether a table or view goes away, and what belongs to it with it. */
    static boolean isGone(Draft draft, String relation) {
        return draft.isGone("table " + relation)
                || draft.isGone("view " + relation)
                || draft.isGone("materialized view " + relation);
    }

    static String lastName(String name) {
        Matcher last = LAST_NAME.matcher(name);
        return last.find() ? last.group() : name;
    }

    private void constraint(String object, @Nullable String from, @Nullable String to) {
        Matcher of = OF.matcher(object);
        if (!of.matches() || isGone(draft, of.group(2)) || comesWithPartition(of.group(2), to)) {
            return;
        }
        String table = "ALTER TABLE " + of.group(2);
        boolean foreign = (from + " " + to).contains("FOREIGN KEY (");
        draft.add(
                foreign ? Phase.DROP_FOREIGN_KEYS : Phase.DROP_CONSTRAINTS,
                (from == null ? table.replaceFirst("TABLE", "TABLE IF EXISTS") : table) + " DROP CONSTRAINT IF EXISTS "
                        + of.group(1));
        if (to != null) {
            draft.add(
                    foreign ? Phase.FOREIGN_KEYS : Phase.CONSTRAINTS,
                    table + " ADD CONSTRAINT " + of.group(1) + " " + to.replaceFirst(" \\(not validated\\)$", ""));
        }
    }

    /** A new partition has the constraints of its table. */
    private boolean comesWithPartition(String table, @Nullable String constraint) {
        String relation = "table " + table;
        Matcher partition = PARTITION.matcher(draft.to().getOrDefault(relation, ""));
        return constraint != null
                && !draft.from().containsKey(relation)
                && partition.matches()
                && draft.to().entrySet().stream()
                        .anyMatch(each -> each.getKey().endsWith(" of " + partition.group(1))
                                && each.getValue().equals(constraint));
    }

    private void index(String object, @Nullable String from, @Nullable String to) {
        String name = object.substring("index ".length());
        if (from != null && !isOfConstraint(draft.from(), name, from) && !isOnGone(from)) {
            droppedIndexes.add(name);
        }
        if (to == null || isOfConstraint(draft.to(), name, to)) {
            return;
        }
        Matcher definition = INDEX.matcher(to);
        if (!definition.matches()
                || to.endsWith("(invalid)")
                || to.endsWith("(clustered)")
                || to.endsWith("identity)")) {
            draft.cannot(object);
            return;
        }
        String onAll = to.replaceFirst(" ON ONLY ", " ON "); // its partitions get theirs by it
        boolean onView = draft.to().containsKey("materialized view " + definition.group(2));
        draft.add(onView ? Phase.TRIGGERS : Phase.INDEXES, onAll.replaceFirst("INDEX ", "INDEX IF NOT EXISTS "));
    }

    /** By one statement, because an index of a partition goes only with that of its table. */
    private void dropIndexes() {
        if (!droppedIndexes.isEmpty()) {
            draft.add(Phase.DROP_INDEXES, "DROP INDEX IF EXISTS " + String.join(", ", droppedIndexes));
        }
    }

    private boolean isOnGone(String index) {
        Matcher definition = INDEX.matcher(index);
        return definition.matches() && isGone(draft, definition.group(2));
    }

    /** A primary key and UNIQUE have an index of their name, which comes and goes with them. */
    private static boolean isOfConstraint(SortedMap<String, String> schema, String name, String index) {
        Matcher definition = INDEX.matcher(index);
        String constraint = definition.matches()
                ? schema.getOrDefault("constraint " + lastName(name) + " of " + definition.group(2), "")
                : "";
        return constraint.startsWith("PRIMARY KEY")
                || constraint.startsWith("UNIQUE")
                || constraint.startsWith("EXCLUDE");
    }

    private void statistics(String object, @Nullable String from, @Nullable String to) {
        Matcher old = STATISTICS.matcher(String.valueOf(from));
        if (old.matches()) {
            draft.add(Phase.DROP_INDEXES, "DROP STATISTICS IF EXISTS " + old.group(1));
        }
        if (to != null) {
            draft.add(Phase.INDEXES, to.replaceFirst("STATISTICS ", "STATISTICS IF NOT EXISTS "));
        }
    }

    /** A rule too. */
    private void trigger(String object, @Nullable String from, @Nullable String to) {
        Matcher of = OF.matcher(object);
        if (!of.matches() || isGone(draft, of.group(2))) {
            return;
        }
        String kind = object.startsWith("rule ") ? "RULE" : "TRIGGER";
        Matcher old = ENABLED.matcher(String.valueOf(from));
        Matcher wanted = ENABLED.matcher(String.valueOf(to));
        boolean same = old.matches() && wanted.matches() && old.group(1).equals(wanted.group(1));
        if (!same) {
            draft.add(Phase.DROP_TRIGGERS, "DROP " + kind + " IF EXISTS " + of.group(1) + " ON " + of.group(2));
        }
        if (to == null || !wanted.matches()) {
            return;
        }
        if (!same) {
            draft.add(Phase.TRIGGERS, wanted.group(1).replaceFirst(";\\s*$", ""));
        }
        if (same || !wanted.group(2).equals("O")) {
            draft.add(
                    Phase.COMMENTS,
                    "ALTER TABLE " + of.group(2) + " " + ENABLING.getOrDefault(wanted.group(2), "ENABLE") + " " + kind
                            + " " + of.group(1));
        }
    }

    private void policy(String object, @Nullable String from, @Nullable String to) {
        Matcher of = OF.matcher(object);
        if (!of.matches() || isGone(draft, of.group(2))) {
            return;
        }
        String on = of.group(1) + " ON " + of.group(2);
        draft.add(Phase.DROP_TRIGGERS, "DROP POLICY IF EXISTS " + on);
        if (to == null) {
            return;
        }
        Matcher policy = POLICY.matcher(to);
        if (!policy.matches()) {
            draft.cannot(object);
            return;
        }
        draft.add(
                Phase.TRIGGERS,
                "CREATE POLICY " + on
                        + (policy.group(2).startsWith("f") ? " AS RESTRICTIVE" : "")
                        + " FOR " + COMMANDS.getOrDefault(policy.group(1), "ALL") + " TO " + policy.group(3)
                        + (policy.group(4) == null ? "" : " USING (" + policy.group(4) + ")")
                        + (policy.group(5) == null ? "" : " WITH CHECK (" + policy.group(5) + ")"));
    }
}
