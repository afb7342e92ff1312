package io.fastmigrate.lint.internal.prove.mysql;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.prove.Shown;
import io.fastmigrate.lint.internal.prove.server.Rows;
import io.fastmigrate.lint.internal.prove.server.ScriptRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a script did to a temporary database of MariaDB or MySQL, and what that shows of findings.
 *
 * @param withRows the rows that there were
 * @param ran the last of them failed, if there is a failure
 */
record MySqlRun(Rows withRows, List<RanStatement> ran, Optional<String> failure, MySqlState before, MySqlState after)
        implements ScriptRun {

    /** What a failure shows. */
    private static final Set<String> FAILS = Set.of("X4", "X7");

    private static final Comparator<Script.Position> ORDER =
            Comparator.comparing(Script.Position::line).thenComparing(Script.Position::column);

    @Override
    public Map<String, List<String>> rows() {
        return after.texts();
    }

    @Override
    public Shown show(String rule, Script.Position position) {
        int index = index(position);
        if (failure.isPresent() && FAILS.contains(rule)) {
            return Shown.of(withRows + "the script fails: " + failure.get());
        }
        if (index < 0 || FAILS.contains(rule)) {
            return Shown.not(withRows + "the script runs");
        }
        RanStatement statement = ran.get(index);
        if (rule.matches("M[134]")) {
            return way(statement);
        }
        if (failure.isPresent()) {
            return Shown.not(withRows + "the script fails: " + failure.get());
        }
        return switch (rule) {
            case "M2" -> filled(statement);
            case "M5" -> changedRows(statement);
            case "M6" -> noForeignKey(statement);
            default -> Shown.not(withRows + "a run does not show it; its page does: docs/lint/" + rule + ".md");
        };
    }

    /** Returns the index of the statement at a place; -1 for none. */
    private int index(Script.Position position) {
        int index = -1;
        for (int i = 0; i < ran.size(); i++) {
            if (ORDER.compare(ran.get(i).position(), position) <= 0) {
                index = i;
            }
        }
        return index;
    }

    private Shown way(RanStatement statement) {
        if (statement.written().matches("(?i).*(?:COPY|SHARED|EXCLUSIVE).*")) {
            return Shown.of("the statement itself asks for " + statement.written());
        }
        if (statement.way().isEmpty()) {
            return Shown.not("the server accepts the statement on no copy of the table");
        }
        String way = statement.way().get();
        String text = withRows + "on a copy of " + statement.table().orElse("the table")
                + ", the least that the server accepts is " + way;
        boolean slow = way.contains("=COPY") || !way.endsWith("=NONE");
        return slow ? Shown.of(text) : Shown.not(text);
    }

    private Shown filled(RanStatement statement) {
        String table = statement.table().orElse("");
        Map<String, String> columns = new TreeMap<>(after.filled().getOrDefault(table, Map.of()));
        columns.keySet().removeAll(before.filled().getOrDefault(table, Map.of()).keySet());
        return columns.entrySet().stream()
                .findFirst()
                .map(column -> Shown.of("behind the script, " + column.getKey() + " is '" + column.getValue()
                        + "' in the rows that " + table + " had before"))
                .orElseGet(() -> Shown.not("no row of " + table + " has a value that no one wrote"));
    }

    private Shown changedRows(RanStatement statement) {
        String table = statement.table().orElse("");
        List<List<String>> old = before.rows().getOrDefault(table, List.of());
        List<List<String>> now = after.rows().getOrDefault(table, List.of());
        for (int i = 0; i < Math.min(old.size(), now.size()); i++) {
            if (old.get(i).size() == now.get(i).size() && !old.get(i).equals(now.get(i))) {
                return Shown.of("a row of " + table + " was " + old.get(i) + " before the script, and is " + now.get(i)
                        + " behind it");
            }
        }
        return Shown.not("the rows of " + table + " are the same before and behind the script");
    }

    private Shown noForeignKey(RanStatement statement) {
        String table = statement.table().orElse("");
        String keys = after.foreignKeys().getOrDefault(table, "0");
        return keys.equals(before.foreignKeys().getOrDefault(table, "0"))
                ? Shown.of("behind the script, " + table + " has " + (keys.equals("0") ? "no" : "no more")
                        + " foreign key")
                : Shown.not("behind the script, " + table + " has a foreign key");
    }
}
