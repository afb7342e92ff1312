package io.fastmigrate.lint.internal.frame;

import io.fastmigrate.Script;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.lint.internal.model.RuleSheets;
import io.fastmigrate.lint.internal.model.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lints scripts one after the other, in the order in which they run. Used once, by one thread. */
public final class ScriptLint {

    /** The rule about scripts that cannot run as they are written. */
    private static final String CANNOT_RUN = "X4";

    /** Statements that are known by their beginning: rows follow it. */
    private static final Set<String> WITH_ROWS = Set.of("INSERT", "REPLACE");

    private final LintedDatabase database;
    private final Shadow shadow;
    private final Settings settings;
    private final Coverage coverage = new Coverage();

    /** @param shadow closed by the caller */
    public ScriptLint(LintedDatabase database, Shadow shadow, Settings settings) {
        this.database = database;
        this.shadow = shadow;
        this.settings = settings;
    }

    public Coverage coverage() {
        return coverage;
    }

    /** Lints a script, and runs it on the shadow database. Findings come in the order of their positions. */
    public List<Found> lint(Script script) {
        List<Found> found = new ArrayList<>(read(script, database.checks(settings)));
        found.sort(Comparator.comparing(
                each -> each.position().line() * 100_000L + each.position().column()));
        return found;
    }

    /** Runs a script on the shadow database, and looks for nothing in it. */
    public void pass(Script script) {
        if (!(shadow instanceof NoShadow)) {
            read(script, List.of());
        }
    }

    private List<Found> read(Script script, List<Check> checks) {
        boolean linted = !checks.isEmpty();
        if (script.kind() != Script.Kind.SQL) {
            shadow.lose();
            if (linted) {
                coverage.statement();
                coverage.notAnalysed(script.fileName() + " (no SQL)");
            }
            return List.of();
        }
        try (ScriptReader reader = database.open(script)) {
            return statements(script, reader, checks);
        } catch (InvalidScriptException e) {
            shadow.lose();
            return linted ? List.of(invalid(script, e)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(script.location() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Found invalid(Script script, InvalidScriptException e) {
        Script.Position position = e.position().orElse(Script.Position.START);
        String message = String.valueOf(e.getMessage()).replace(script.location() + ":" + position + ": ", "");
        return new Found(CANNOT_RUN, -1, position, "", capitalised(message), e.advice());
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private List<Found> statements(Script script, ScriptReader reader, List<Check> checks) throws IOException {
        Suppressions suppressions = new Suppressions();
        Scope scope = new Scope(script, reader.plan(), shadow, coverage);
        shadow.begin(reader.plan());
        for (Statement next = reader.next(); next != null; next = reader.next()) {
            suppressions.add(reader.comments(), next.index());
            if (!checks.isEmpty()) {
                coverage.statement();
            }
            if (!reader.isRepeated()) {
                statement(next, checks, scope);
            }
        }
        suppressions.add(reader.comments(), Long.MAX_VALUE);
        shadow.end();
        checks.forEach(check -> check.end(scope));
        List<String> undecided =
                RuleSheets.ids().stream().filter(coverage::isUndecided).toList();
        return checks.isEmpty() ? List.of() : suppressions.apply(scope.found(), undecided);
    }

    private Optional<String> unreadable(Statement statement) {
        return statement.isCut()
                ? Optional.of(statement.verb() + " of more than 1 MB")
                : database.unreadable(statement);
    }

    private void statement(Statement statement, List<Check> checks, Scope scope) {
        if (!checks.isEmpty()) {
            unreadable(statement)
                    .ifPresent(what -> coverage.notAnalysed(
                            what + " (" + scope.script().fileName() + ":" + statement.position() + ")"));
        }
        if (statement.isCut() && !WITH_ROWS.contains(statement.verb())) {
            checks.forEach(check -> check.skipped(statement));
        } else {
            checks.forEach(check -> check.statement(statement, scope));
        }
        scope.state().follow(statement, shadow);
        Optional<String> refused = shadow.run(statement);
        if (refused.isPresent()) {
            checks.forEach(check -> check.refused(statement, refused.get(), scope));
        }
    }
}
