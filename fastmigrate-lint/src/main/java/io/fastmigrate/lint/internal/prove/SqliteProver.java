package io.fastmigrate.lint.internal.prove;

import io.fastmigrate.Script;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.sql.statement.StatementKind;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.prove.StatementAt.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shows findings of the rules for SQLite: runs their scripts on temporary databases with a row in each table. */
public final class SqliteProver implements Prover {

    /** Of each, why a run of the script shows nothing. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "S17", "a failure in the middle of the script would show it, and this one has none",
            "S19", "it takes the older SQLite",
            "X1", "it takes the databases that have applied the script",
            "X5", "nothing has to run for others to read the text",
            "X8", "a comment does not run");

    private static final Set<String> FAILS = Set.of("S4", "S6", "S7", "S8", "S9", "S10", "S11", "S15", "S20", "X7");

    /** Scripts often name the row with the number 1; a default often refers to it. */
    private static final long LIKELY = 1;

    private static final long UNLIKELY = 7;

    private final Inspection inspection;
    private final List<Script> scripts;
    private final Map<Script, Shown> failures = new HashMap<>();

    /** @param scripts all of them, in their order */
    public SqliteProver(Inspection inspection, List<Script> scripts) {
        this.inspection = inspection;
        this.scripts = scripts;
    }

    @Override
    public Shown prove(String rule, Script script, Script.Position position) {
        String why = NOT_RUN.get(rule);
        if (why != null) {
            return Shown.not(why);
        }
        ScriptsUpTo upTo = ScriptsUpTo.of(script, scripts);
        if (upTo.hindrance().isPresent()) {
            return upTo.hindrance().get();
        }
        try {
            return prove(rule, upTo.numbered(), position);
        } catch (FastMigrateException e) {
            return Shown.not("the scripts before it do not run: " + Shown.reason(e));
        }
    }

    private Shown prove(String rule, List<Script> numbered, Script.Position position) {
        Script script = numbered.get(numbered.size() - 1);
        if (FAILS.contains(rule)) {
            return failures.computeIfAbsent(
                    script, key -> ScriptTrial.of(inspection, UNLIKELY, numbered, SqliteProver::fails));
        }
        Place place = StatementAt.find(script, position);
        return switch (rule) {
            case "X3" -> new DifferentRows(inspection, numbered).show();
            case "S12" ->
                ScriptTrial.of(inspection, LIKELY, numbered, trial -> Statements.nameInBrackets(trial, place));
            case "S2" ->
                ScriptTrial.of(inspection, LIKELY, numbered, trial -> Statements.movedReferences(trial, script));
            case "S16" -> ScriptTrial.of(inspection, LIKELY, numbered, trial -> Statements.allRows(trial, place));
            case "S1" -> ScriptTrial.of(inspection, LIKELY, numbered, Statements::ignoredSwitch);
            case "X4" -> ScriptTrial.of(inspection, LIKELY, numbered, trial -> oneMoreColumn(trial, place));
            case "S21" -> ScriptTrial.of(inspection, LIKELY, numbered, SqliteProver::failsOrCannotBeUsed);
            default -> ScriptTrial.of(inspection, LIKELY, numbered, trial -> behind(rule, trial, place));
        };
    }

    private static Shown fails(ScriptTrial trial) {
        return trial.run()
                .map(e -> Shown.of("with a row in each table, the script fails: " + Shown.reason(e)))
                .orElseGet(() -> Shown.not("the script runs with one row in each table"));
    }

    /** Either the script cannot run as it is written, or an INSERT takes the columns as they are. */
    private static Shown oneMoreColumn(ScriptTrial trial, Place place) {
        boolean insert = place.statement()
                .filter(statement -> statement.facts().kind() == StatementKind.INSERT)
                .isPresent();
        return insert ? Statements.oneMoreColumn(trial, place) : fails(trial);
    }

    private static Shown failsOrCannotBeUsed(ScriptTrial trial) throws SQLException {
        List<String> before = Unusable.of(trial.connection());
        Optional<FastMigrateException> failure = trial.run();
        if (failure.isPresent()) {
            return Shown.of("with a row in each table, the script fails: " + Shown.reason(failure.get()));
        }
        List<String> after = new ArrayList<>(Unusable.of(trial.connection()));
        after.removeAll(before);
        return after.isEmpty()
                ? Shown.not("all views can be read and all tables written behind the script")
                : Shown.of("behind the script, " + after.get(0));
    }

    /** Compares what is there behind the script with what was there before it. */
    private static Shown behind(String rule, ScriptTrial trial, Place place) throws SQLException {
        Optional<FastMigrateException> failure = trial.run();
        if (failure.isPresent()) {
            return Shown.not("the script fails for another reason: " + Shown.reason(failure.get()));
        }
        Effects effects = new Effects(trial, place);
        if (rule.equals("S5")) {
            return effects.otherRows().map(Shown::of).orElseGet(() -> Statements.deletedRows(trial, place));
        }
        Optional<String> shown = switch (rule) {
            case "S3" -> effects.lostObjects();
            case "S13" -> effects.textStoredAsNumber();
            case "S14" -> effects.nullInKey();
            case "S18" -> effects.writtenAgain();
            case "S22" -> effects.wholeTableRead();
            case "X2" -> effects.unchangedObject();
            case "X6" -> effects.nothingChanged();
            default -> Optional.empty();
        };
        return shown.map(Shown::of)
                .orElseGet(
                        () -> Shown.not("a run with one row in each table does not show it; its page does: docs/lint/"
                                + RuleSheets.of(rule).id() + ".md"));
    }
}
