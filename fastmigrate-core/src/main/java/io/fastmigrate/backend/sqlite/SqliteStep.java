package io.fastmigrate.backend.sqlite;

import io.fastmigrate.backend.ScriptBytes;
import io.fastmigrate.backend.Step;
import io.fastmigrate.backend.StepFailedException;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Position;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.model.Warning;
import io.fastmigrate.sql.CascadingStatement;
import io.fastmigrate.sql.ScriptAnalysis;
import io.fastmigrate.sql.ScriptChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A script, what was found when it was read, and how it will run.
 *
 * @param analysis of a {@code .sql} script; null for others
 */
record SqliteStep(PlannedScript planned, @Nullable ScriptAnalysis analysis) implements Step {

    static SqliteStep of(Script script) throws IOException {
        if (script.kind() == ScriptKind.SQL) {
            try (InputStream in = script.open()) {
                return ofSql(script, ScriptAnalysis.of(in, script.location()));
            }
        }
        Execution execution = script.kind().isProcess() ? Execution.PROCESS : Execution.ATOMIC;
        return new SqliteStep(PlannedScript.of(script, execution, ScriptBytes.checksum(script)), null);
    }

    private static SqliteStep ofSql(Script script, ScriptAnalysis analysis) {
        PlannedScript planned = new PlannedScript(
                script,
                analysis.execution(),
                analysis.reason(),
                analysis.position(),
                analysis.checksum().text());
        return new SqliteStep(planned, analysis);
    }

    @Override
    public ScriptChecksum checksum() {
        return analysis == null ? ScriptChecksum.ofBytes(planned.checksum()) : analysis.checksum();
    }

    @Override
    public void requireRunnable(boolean strict) {
        if (analysis == null) {
            return;
        }
        if (analysis.refusal().isPresent()) {
            throw analysis.refusal().get();
        }
        analysis.controlTableLoss().ifPresent(loss -> {
            throw loss.refusal(script().location());
        });
        if (strict && analysis.openComment().isPresent()) {
            Position begin = analysis.openComment().get();
            throw new InvalidScriptException(
                    List.of(script().location()),
                    begin,
                    openComment(begin),
                    "Close it with */, or switch strict-naming off to have what follows passed over.");
        }
    }

    @Override
    public List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        if (analysis != null) {
            analysis.openComment()
                    .ifPresent(begin -> warnings.add(
                            new Warning(Warning.Kind.OPEN_COMMENT, openComment(begin) + " Close it with */.")));
            analysis.parameter()
                    .ifPresent(found -> warnings.add(new Warning(
                            Warning.Kind.PARAMETER,
                            script().location() + ":" + found.position() + ": " + reason(found)
                                    + ". The script will fail.")));
        }
        return warnings;
    }

    private static String reason(ScriptAnalysis.Parameter found) {
        return found.name() + " is a parameter, which no program fills in: SQLite would take it for NULL";
    }

    static StepFailedException refused(ScriptAnalysis.Parameter found) {
        return StepFailedException.at(
                found.position(),
                reason(found) + ".",
                "Write the value itself; where a name in a text is meant, put the text in single quotes. Then migrate again.",
                null);
    }

    private String openComment(Position begin) {
        return script().location() + ":" + begin
                + ": the comment that begins here is never closed: what follows does not run.";
    }

    static boolean anyCascades(List<Step> steps) {
        return steps.stream().anyMatch(step -> !((SqliteStep) step).cascades().isEmpty());
    }

    /** Returns which tables lose or change rows by their foreign keys. */
    static List<Warning> foreseen(Connection connection, List<Step> steps) throws SQLException {
        if (!anyCascades(steps)) {
            return List.of();
        }
        Cascades cascades = Cascades.of(connection);
        return steps.stream()
                .map(step -> (SqliteStep) step)
                .flatMap(step -> cascades.foreseen(step.script().location(), step.cascades()).stream())
                .toList();
    }

    private List<CascadingStatement> cascades() {
        return analysis == null ? List.of() : analysis.cascades();
    }

    Script script() {
        return planned.script();
    }

    /** Returns the tables that the script changes; empty where that is not known. */
    Optional<Set<String>> touchedTables() {
        return sql().touchedTablesKnown() ? Optional.of(sql().touchedTables()) : Optional.empty();
    }

    /** Returns what other foreign keys there can be after the script. */
    ForeignKeys.Change foreignKeyChange() {
        return new ForeignKeys.Change(
                sql().altersTables() ? Optional.empty() : touchedTables(), sql().definesForeignKeys());
    }

    /** Tells whether foreign keys are enforced from the script's beginning, as it asks for. */
    boolean enforcesForeignKeys() {
        return analysis != null && analysis.foreignKeysOn();
    }

    /** Tells whether the script can share a transaction with the scripts before and after it. */
    boolean canJoin() {
        return script().kind() == ScriptKind.JAVA
                || (leavesConnectionClean() && sql().isWhollyInside() && !sql().foreignKeysOn());
    }

    /** Tells whether the next script can have the same connection. */
    boolean leavesConnectionClean() {
        return analysis != null && planned.execution() != Execution.AS_IS && !analysis.changesConnection();
    }

    ScriptAnalysis sql() {
        return Objects.requireNonNull(analysis, "only .sql scripts are analysed");
    }
}
