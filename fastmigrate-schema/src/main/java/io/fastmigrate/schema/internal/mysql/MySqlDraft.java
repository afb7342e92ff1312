package io.fastmigrate.schema.internal.mysql;

import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.schema.internal.fix.Draft;
import io.fastmigrate.schema.internal.fix.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements for the objects that differ. A definition is what SHOW CREATE shows of its object, without what is
 * not compared: the definer, and when an event begins.
 */
public final class MySqlDraft {

    /** Where values do not fit, a statement must fail rather than change them. */
    private static final String STRICT = "SET sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')";

    private static final Pattern MODE = Pattern.compile("(?s)(.*) /\\* sql_mode (\\S*) \\*/");
    private static final Pattern SEQUENCE =
            Pattern.compile("(?s)CREATE SEQUENCE (.+?) (start with .*?)(?: ENGINE=\\S+)?");

    private final Draft draft;
    private final boolean mariaDb;
    private final Map<String, String> views = new LinkedHashMap<>();

    private MySqlDraft(Draft draft, boolean mariaDb) {
        this.draft = draft;
        this.mariaDb = mariaDb;
    }

    /**
     * Returns the statements that lead from one schema to another one, and the objects for which there are none.
     *
     * @param mariaDb whether IF EXISTS and OR REPLACE are known, so that statements can run again without harm
     */
    public static Draft of(SortedMap<String, String> from, SortedMap<String, String> to, boolean mariaDb) {
        Draft draft = new Draft(from, to);
        new MySqlDraft(draft, mariaDb).write();
        return draft;
    }

    private void write() {
        draft.add(Phase.DROP_TRIGGERS, STRICT);
        TreeSet<String> tables = new TreeSet<>();
        for (SchemaDifference difference : draft.differences()) {
            MySqlTable.nameIn(difference).ifPresentOrElse(tables::add, () -> object(difference));
        }
        tables.forEach(table -> new MySqlTable(draft, table, mariaDb).write());
        createViews();
    }

    private void object(SchemaDifference difference) {
        String object = difference.object();
        int space = object.indexOf(' ');
        String kind = object.substring(0, space);
        String name = quoted(object.substring(space + 1));
        String to = difference.actual().orElse(null);
        switch (kind) {
            case "view" -> view(object, name, to);
            case "sequence" -> sequence(object, name, difference.expected().orElse(null), to);
            case "trigger" -> trigger(object, name, to);
            case "function", "procedure" -> routine(object, kind + " " + name, to);
            default -> draft.cannot(object);
        }
    }

    /** A view comes after those that it names. */
    private void createViews() {
        while (!views.isEmpty()) {
            List<String> names = new ArrayList<>(views.keySet());
            String next = names.stream()
                    .filter(name -> names.stream()
                            .noneMatch(other -> !other.equals(name)
                                    && views.getOrDefault(name, "").contains(other)))
                    .findFirst()
                    .orElse(names.get(0));
            draft.add(Phase.VIEWS, String.valueOf(views.remove(next)).replaceFirst("^CREATE ", "CREATE OR REPLACE "));
        }
    }

    private void view(String object, String name, @Nullable String to) {
        if (to == null) {
            draft.add(Phase.DROP_VIEWS, "DROP VIEW IF EXISTS " + name);
        } else if (to.startsWith("CREATE ")) {
            views.put(name, to);
        } else {
            draft.cannot(object);
        }
    }

    private void sequence(String object, String name, @Nullable String from, @Nullable String to) {
        if (to == null) {
            draft.add(
                    Phase.DROP_SEQUENCES,
                    "DROP SEQUENCE IF EXISTS " + name,
                    "the next number of " + object.substring("sequence ".length()));
            return;
        }
        Matcher wanted = SEQUENCE.matcher(to);
        if (!wanted.matches()) {
            draft.cannot(object);
        } else if (from == null) {
            draft.add(Phase.SEQUENCES, to.replaceFirst("^CREATE SEQUENCE ", "CREATE SEQUENCE IF NOT EXISTS "));
        } else {
            draft.add(Phase.SEQUENCES, "ALTER SEQUENCE " + name + " " + wanted.group(2));
        }
    }

    private void trigger(String object, String name, @Nullable String to) {
        draft.add(Phase.DROP_TRIGGERS, "DROP TRIGGER IF EXISTS " + name);
        if (to != null) {
            // Behind the number of the trigger among those of the same event.
            create(Phase.TRIGGERS, object, to.substring(to.indexOf(' ') + 1), null);
        }
    }

    private void routine(String object, String name, @Nullable String to) {
        if (to == null) {
            draft.add(Phase.DROP_ROUTINES, "DROP " + name.replaceFirst("^\\w+", "$0 IF EXISTS"));
        } else if (mariaDb) {
            create(Phase.ROUTINES, object, to.replaceFirst("^CREATE ", "CREATE OR REPLACE "), null);
        } else {
            String loss = draft.from().containsKey(object) ? "the privileges on " + object : null;
            draft.add(Phase.ROUTINES, "DROP " + name.replaceFirst("^\\w+", "$0 IF EXISTS"), loss);
            create(Phase.ROUTINES, object, to, loss);
        }
    }

    /** A routine and a trigger keep the sql_mode that they were created in. */
    private void create(Phase phase, String object, String definition, @Nullable String loss) {
        Matcher mode = MODE.matcher(definition);
        if (!mode.matches()) {
            draft.cannot(object);
            return;
        }
        draft.add(phase, "SET @mode_before = @@sql_mode, sql_mode = '" + mode.group(2) + "'", loss);
        draft.addBlock(phase, mode.group(1), loss);
        draft.add(phase, "SET sql_mode = @mode_before", loss);
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
