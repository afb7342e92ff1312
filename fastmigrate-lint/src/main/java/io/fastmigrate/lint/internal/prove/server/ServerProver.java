package io.fastmigrate.lint.internal.prove.server;

import io.fastmigrate.Script;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.lint.internal.frame.LintedDatabase;
import io.fastmigrate.lint.internal.frame.ScriptReader;
import io.fastmigrate.lint.internal.prove.Prover;
import io.fastmigrate.lint.internal.prove.ScriptsUpTo;
import io.fastmigrate.lint.internal.prove.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shows findings on a server: each script with some runs once on a temporary database, with rows in each table. */
public final class ServerProver implements Prover {

    /** Of each, why a run of the script shows nothing. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "P24", "what it costs comes later, and not while the script runs",
            "P25", "another session with the lock would show it, and there is none",
            "P26", "a temporary database has no roles and no settings for others",
            "P28", "it takes a statement that fails in the middle of the script",
            "P29", "it takes a second run, of the script with one statement",
            "M7", "what it costs comes later, and not while the script runs",
            "X1", "it takes the databases that have applied the script",
            "X5", "nothing has to run for others to read the text",
            "X8", "a comment does not run");

    private static final String DIFFERENT_ROWS = "X3";

    /** What these are about also fails on some values. */
    private static final Set<String> OF_VALUES = Set.of("P4", "P11", "P12", "P13", "P14", "M1", "M4");

    /** Runs a script on a database that has rows, and returns what it did. */
    @FunctionalInterface
    public interface Runner {
        /**
         * Runs it.
         *
         * @param connection to the database, in no transaction
         * @param inside opens others
         * @param rows those that there are
         */
        ScriptRun run(Connection connection, SchemaInspection inside, ScriptReader reader, Rows rows)
                throws SQLException, IOException;
    }

    /** Puts rows into each table, and returns the tables into which none fit. */
    @FunctionalInterface
    public interface Filler {
        List<String> fill(Connection connection, Rows rows) throws SQLException;
    }

    private record Key(Script script, Rows rows) {}

    private final Inspection inspection;
    private final LintedDatabase database;
    private final List<Script> scripts;
    private final Filler filler;
    private final Runner runner;
    private final Map<Key, ScriptRun> runs = new HashMap<>();

    /** @param scripts all of them, in their order */
    public ServerProver(
            Inspection inspection, LintedDatabase database, List<Script> scripts, Filler filler, Runner runner) {
        this.inspection = inspection;
        this.database = database;
        this.scripts = scripts;
        this.filler = filler;
        this.runner = runner;
    }

    @Override
    public Shown prove(String rule, Script script, Script.Position position) {
        String why = NOT_RUN.get(rule);
        if (why != null) {
            return Shown.not(why);
        }
        ScriptRun run = run(script, Rows.DIFFERENT);
        if (rule.equals(DIFFERENT_ROWS) && !run.rows().isEmpty()) {
            return differentRows(run.rows(), newRun(script, Rows.DIFFERENT).rows());
        }
        Shown shown = run.show(rule, position);
        if (!shown.shown() && run.failure().isPresent()) {
            Shown other = run(script, Rows.NONE).show(rule, position);
            return other.shown() ? Shown.of(other.text() + "; " + shown.text()) : shown;
        }
        if (shown.shown() && run.failure().isEmpty() && OF_VALUES.contains(rule)) {
            return run(script, Rows.EQUAL)
                    .failure()
                    .map(error -> Shown.of(shown.text() + "; " + Rows.EQUAL + "the script fails: " + error))
                    .orElse(shown);
        }
        return shown;
    }

    private ScriptRun run(Script script, Rows rows) {
        Key key = new Key(script, rows);
        ScriptRun run = runs.get(key);
        if (run == null) {
            run = newRun(script, rows);
            runs.put(key, run);
        }
        return run;
    }

    private ScriptRun newRun(Script script, Rows rows) {
        ScriptsUpTo upTo = ScriptsUpTo.of(script, scripts);
        if (upTo.hindrance().isPresent()) {
            return (rule, position) -> upTo.hindrance().get();
        }
        try {
            return inspection.shadow(upTo.numbered(), shadow -> {
                shadow.migrateTo(upTo.before());
                return run(script, shadow.schema(), rows);
            });
        } catch (DatabaseUnusableException e) {
            throw e; // there can be no temporary database, for any script
        } catch (InvalidScriptException e) {
            return none("the scripts cannot run on a temporary database: " + Shown.reason(e));
        } catch (FastMigrateException e) {
            return none("the scripts before it do not run: " + Shown.reason(e));
        }
    }

    private static ScriptRun none(String why) {
        return (rule, position) -> Shown.not(why);
    }

    private ScriptRun run(Script script, SchemaInspection inside, Rows rows) {
        try (ScriptReader reader = database.open(script)) {
            List<String> empty = inside.read(connection -> filler.fill(connection, rows));
            ScriptRun run = inside.read(connection -> run(connection, inside, reader, rows));
            return empty.isEmpty() ? run : new RunWithoutRows(run, empty);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ScriptRun run(Connection connection, SchemaInspection inside, ScriptReader reader, Rows rows)
            throws SQLException {
        try {
            return runner.run(connection, inside, reader, rows);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("A script cannot be read: " + e.getMessage(), e);
    }

    private static Shown differentRows(Map<String, List<String>> one, Map<String, List<String>> other) {
        for (Map.Entry<String, List<String>> table : one.entrySet()) {
            if (!table.getValue().equals(other.get(table.getKey()))) {
                return Shown.of("two databases on which the script ran differ in " + table.getKey() + ": "
                        + table.getValue() + " and " + other.get(table.getKey()));
            }
        }
        return Shown.not("two databases on which the script ran have the same rows");
    }

    /** A run that shows less, because tables had no rows. */
    private record RunWithoutRows(ScriptRun run, List<String> tables) implements ScriptRun {

        @Override
        public Shown show(String rule, Script.Position position) {
            Shown shown = run.show(rule, position);
            return shown.shown()
                    ? shown
                    : Shown.not(shown.text() + "; no row was found that fits into " + String.join(", ", tables));
        }

        @Override
        public Optional<String> failure() {
            return run.failure();
        }

        @Override
        public Map<String, List<String>> rows() {
            return run.rows();
        }
    }
}
