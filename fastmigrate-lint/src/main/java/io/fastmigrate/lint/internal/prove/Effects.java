package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.lint.internal.model.Token;
import io.fastmigrate.lint.internal.prove.StatementAt.Place;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a script that ran has left behind. Each method returns what shows the harm; empty if nothing does. */
final class Effects {

    private final ScriptTrial trial;
    private final Place place;
    private final DatabaseState before;
    private final DatabaseState after;

    Effects(ScriptTrial trial, Place place) throws SQLException {
        this.trial = trial;
        this.place = place;
        this.before = trial.before();
        this.after = trial.after();
    }

    /** Foreign keys, views and triggers that name another table than before. */
    Optional<String> movedReferences() {
        for (Map.Entry<String, List<String>> table : before.parents().entrySet()) {
            List<String> now = after.parents().get(table.getKey());
            if (now != null && !now.equals(table.getValue())) {
                return Optional.of("the foreign keys of " + table.getKey() + " named "
                        + String.join(", ", table.getValue()) + " before the script, and name " + String.join(", ", now)
                        + " behind it");
            }
        }
        return before.objects().entrySet().stream()
                .filter(object ->
                        object.getKey().startsWith("view ") || object.getKey().startsWith("trigger "))
                .filter(object -> after.objects().containsKey(object.getKey())
                        && !object.getValue().equals(after.objects().get(object.getKey())))
                .map(object ->
                        "the " + object.getKey() + " is " + after.objects().get(object.getKey()) + " behind the script")
                .findFirst();
    }

    Optional<String> lostObjects() {
        List<String> lost = before.objects().keySet().stream()
                .filter(object -> !after.objects().containsKey(object))
                .filter(object -> object.startsWith("index ") || object.startsWith("trigger "))
                .map(object -> "the " + object)
                .toList();
        if (!lost.isEmpty()) {
            return Optional.of(String.join(", ", lost) + (lost.size() == 1 ? " is" : " are")
                    + " there before the script, and not behind it");
        }
        String table = "table " + place.name();
        String old = String.valueOf(before.objects().get(table));
        String made = String.valueOf(after.objects().get(table));
        return old.equals(made) ? Optional.empty() : Optional.of("the " + table + " was " + old + " and is " + made);
    }

    /** Rows of tables that the statement does not name. */
    Optional<String> otherRows() {
        return before.rows().entrySet().stream()
                .filter(table -> !table.getKey().equalsIgnoreCase(place.name()))
                .filter(table -> after.rows().containsKey(table.getKey())
                        && !table.getValue().equals(after.rows().get(table.getKey())))
                .map(table -> "the rows of " + table.getKey() + " were " + table.getValue()
                        + " before the script, and are " + after.rows().get(table.getKey()) + " behind it")
                .findFirst();
    }

    /** Asks a table with a column of the same affinity. */
    Optional<String> textStoredAsNumber() throws SQLException {
        Optional<String> column = place.token(-1).flatMap(Token::name);
        if (column.isEmpty() || place.name().isEmpty()) {
            return Optional.empty();
        }
        Query.execute(
                trial.connection(),
                "CREATE TEMP TABLE one_column AS SELECT " + Query.quoted(column.get()) + " AS value FROM "
                        + Query.quoted(place.name()) + " LIMIT 0");
        Query.execute(trial.connection(), "INSERT INTO one_column VALUES ('007')");
        return Query.rows(trial.connection(), "SELECT value, typeof(value) FROM one_column").stream()
                .filter(row -> !row.get(1).equals("text"))
                .map(row -> "in " + column.get() + ", '007' is stored as the " + row.get(1) + " " + row.get(0))
                .findFirst();
    }

    Optional<String> nullInKey() throws SQLException {
        String table = place.name();
        for (String column :
                Query.texts(trial.connection(), "SELECT name FROM pragma_table_info(?) WHERE pk > 0", table)) {
            boolean taken = SampleRows.acceptsNull(trial.connection(), table, column);
            String nulls =
                    "SELECT count(*) FROM " + Query.quoted(table) + " WHERE " + Query.quoted(column) + " IS NULL";
            if (taken && !Query.texts(trial.connection(), nulls).get(0).equals("0")) {
                return Optional.of("behind the script, " + table + " takes a row whose " + column + " is NULL");
            }
        }
        return Optional.empty();
    }

    Optional<String> writtenAgain() {
        String old = String.valueOf(before.pages().get(place.name()));
        String made = String.valueOf(after.pages().get(place.name()));
        return old.equals(made)
                ? Optional.empty()
                : Optional.of("the rows of " + place.name() + " began at page " + old
                        + " of the file before the script, and are written at page " + made + " behind it");
    }

    Optional<String> wholeTableRead() throws SQLException {
        String query =
                "SELECT m.name, k.\"from\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE m.type ="
                        + " 'table' AND m.tbl_name = ? COLLATE NOCASE";
        for (List<String> key : Query.rows(trial.connection(), query, place.name())) {
            List<List<String>> plan = Query.rows(
                    trial.connection(),
                    "EXPLAIN QUERY PLAN SELECT 1 FROM " + Query.quoted(key.get(0)) + " WHERE "
                            + Query.quoted(key.get(1)) + " = 1");
            if (plan.get(0).get(3).startsWith("SCAN")) {
                return Optional.of("SQLite's plan to find the rows of " + key.get(0) + " by " + key.get(1) + " is "
                        + plan.get(0).get(3));
            }
        }
        return Optional.empty();
    }

    Optional<String> unchangedObject() {
        String name = place.token(0).flatMap(Token::name).orElse("");
        return before.objects().entrySet().stream()
                .filter(object -> object.getKey().endsWith(" " + name))
                .filter(object -> object.getValue().equals(after.objects().get(object.getKey())))
                .map(object -> "behind the script, " + name + " still is " + object.getValue())
                .findFirst();
    }

    Optional<String> nothingChanged() {
        boolean same = before.objects().equals(after.objects()) && before.rows().equals(after.rows());
        return same ? Optional.of("schema and rows are the same before and behind the script") : Optional.empty();
    }
}
