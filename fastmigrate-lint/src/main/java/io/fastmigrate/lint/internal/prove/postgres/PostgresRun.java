package io.fastmigrate.lint.internal.prove.postgres;

import io.fastmigrate.Script;
import io.fastmigrate.lint.internal.prove.Shown;
import io.fastmigrate.lint.internal.prove.server.Rows;
import io.fastmigrate.lint.internal.prove.server.ScriptRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a script did to a temporary database of PostgreSQL, and what that shows of findings. */
public final class PostgresRun implements ScriptRun {

    /** What a failure shows. */
    private static final Set<String> FAILS = Set.of("P2", "P6", "P7", "P23", "P27", "X4", "X7");

    private static final Comparator<Script.Position> ORDER =
            Comparator.comparing(Script.Position::line).thenComparing(Script.Position::column);

    /**
     * Why the script ended.
     *
     * @param index of the statement, counted from 0; of none, if the end of the transaction failed
     */
    record Failure(int index, String error) {}

    private final Rows withRows;
    private final List<RanStatement> ran;
    private final Optional<Failure> end;
    private final Map<String, List<String>> before;
    private final Map<String, List<String>> after;
    private final Map<String, Optional<String>> refusals;

    PostgresRun(
            Rows withRows,
            List<RanStatement> ran,
            Optional<Failure> failure,
            Map<String, List<String>> before,
            Map<String, List<String>> after,
            Function<String, Optional<String>> query) {
        this.withRows = withRows;
        this.ran = List.copyOf(ran);
        this.end = failure;
        this.before = before;
        this.after = after;
        this.refusals = new TreeMap<>();
        ran.stream()
                .flatMap(statement -> statement.lost().values().stream())
                .filter(probe -> !probe.isEmpty())
                .distinct()
                .forEach(probe -> refusals.put(probe, query.apply(probe)));
    }

    @Override
    public Map<String, List<String>> rows() {
        return after;
    }

    /** Returns the statements that ran, in their order; the last of them failed if {@link #failure} is not empty. */
    public List<RanStatement> statements() {
        return ran;
    }

    @Override
    public Optional<String> failure() {
        return end.map(Failure::error);
    }

    /** Returns the tables that had rows before the script and have none behind it, though they are there. */
    public List<String> emptied() {
        return before.entrySet().stream()
                .filter(table -> !table.getValue().isEmpty()
                        && after.containsKey(table.getKey())
                        && after.get(table.getKey()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns what its transactions did to each table that was there before. */
    public List<TableUse> uses() {
        List<TableUse> uses = List.of();
        for (RanStatement statement : ran) {
            uses = LiveTables.together(uses, statement.uses());
        }
        return uses;
    }

    @Override
    public Shown show(String rule, Script.Position position) {
        int index = index(position);
        if (end.isPresent() && (FAILS.contains(rule) || end.get().index() <= index)) {
            return failed(rule, index, end.get());
        }
        if (FAILS.contains(rule)) {
            return Shown.not(withRows + "the script runs");
        }
        if (index < 0) {
            return Shown.not("no statement runs there");
        }
        RanStatement statement = ran.get(index);
        return switch (rule) {
            case "P1", "P3", "P20" -> uses(statement, TableUse::rewritten);
            case "P14" -> uses(statement, use -> use.rewritten() || use.read());
            case "P4", "P8", "P9", "P10", "P11", "P12", "P13" -> uses(statement, TableUse::read);
            case "P5", "P21" -> uses(statement, TableUse::stopsWriters);
            case "P17" -> uses(statement, use -> use.read() || use.changed() > 0);
            case "P18" -> uses(statement, use -> use.changed() > 0 && use.changed() == rowsOf(use));
            case "P19" -> twoTables(statement);
            case "P15", "P16" -> lostName(statement);
            case "P22" -> lostRows(statement);
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

    private Shown failed(String rule, int index, Failure failure) {
        if (failure.index() < index) {
            return Shown.not("a statement before it fails: " + failure.error());
        }
        String text =
                withRows + (failure.index() == index ? "the statement" : "the script") + " fails: " + failure.error();
        return FAILS.contains(rule) ? Shown.of(text) : Shown.not(text);
    }

    private int rowsOf(TableUse use) {
        return before.getOrDefault(use.table(), List.of()).size();
    }

    private Shown uses(RanStatement statement, Predicate<TableUse> isHarm) {
        if (statement.uses().isEmpty()) {
            return Shown.not(withRows + "the statement takes no lock on a table that was there before the script");
        }
        String held = TableUse.list(statement.held().stream()
                .filter(TableUse::stopsWriters)
                .map(TableUse::lockAlone)
                .toList());
        String text = withRows + (held.isEmpty() ? "" : "while the transaction holds " + held + ", ")
                + "the statement takes " + TableUse.list(statement.uses());
        return statement.uses().stream().anyMatch(isHarm) ? Shown.of(text) : Shown.not(text);
    }

    private static Shown twoTables(RanStatement statement) {
        List<TableUse> held = LiveTables.together(statement.held(), statement.uses()).stream()
                .filter(TableUse::stopsWriters)
                .toList();
        String text = "behind the statement, its transaction holds "
                + (held.isEmpty() ? "no strong lock" : TableUse.list(held));
        return held.size() > 1 ? Shown.of(text) : Shown.not(text);
    }

    private Shown lostName(RanStatement statement) {
        List<String> shown = new ArrayList<>();
        statement.lost().forEach((name, query) -> {
            if (query.isEmpty()) {
                shown.add(name.replaceFirst("NOT NULL of ", "") + " takes NULL");
            } else {
                refusals.getOrDefault(query, Optional.empty())
                        .ifPresent(error -> shown.add(0, query + " fails: " + error));
            }
        });
        return shown.isEmpty()
                ? Shown.not("behind the script, all that could be named before it still can")
                : Shown.of("behind the script, " + shown.get(0));
    }

    private Shown lostRows(RanStatement statement) {
        for (String table : emptied()) {
            if (!statement.names().contains(table.replaceFirst("^(?:.*\\.)?\"?([^.\"]+)\"?$", "$1"))) {
                int rows = before.getOrDefault(table, List.of()).size();
                return Shown.of(table + " has " + rows + (rows == 1 ? " row" : " rows")
                        + " before the script, and none behind it");
            }
        }
        return Shown.not("no table that the statement does not name has lost its rows");
    }
}
