package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.script.CascadingStatement;
import io.fastmigrate.internal.sql.script.LocatedStatement;
import io.fastmigrate.internal.sql.script.ScriptAnalysis;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sql.statement.SqliteStatements;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import io.fastmigrate.internal.sqlite.connection.ForeignKeys;
import java.io.IOException;
import java.io.InputStream;
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
public record SqliteStep(Plan.Step planned, @Nullable ScriptAnalysis analysis) implements Step {

    public static SqliteStep of(Script script) throws IOException {
        if (script.kind() == Script.Kind.SQL) {
            try (InputStream in = SqliteStatements.open(script)) {
                return ofSql(script, ScriptAnalysis.of(in, script.location()));
            }
        }
        Plan.Execution execution = script.kind().isProcess() ? Plan.Execution.PROCESS : Plan.Execution.ATOMIC;
        return new SqliteStep(Bridge.values().step(script, execution, ScriptBytes.checksum(script)), null);
    }

    /** Reads a script for its checksum alone. */
    public static ScriptChecksum checksumOf(Script script) throws IOException {
        if (script.kind() != Script.Kind.SQL) {
            return ScriptChecksum.ofBytes(ScriptBytes.checksum(script));
        }
        try (SqlScanner<SqlStatement> scanner =
                SqliteStatements.scan(SqliteStatements.open(script), script.location())) {
            scanner.skipToEnd();
            return scanner.checksum();
        }
    }

    private static SqliteStep ofSql(Script script, ScriptAnalysis analysis) {
        Plan.Step planned = Bridge.values()
                .step(
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
        if (analysis.controlTableLoss().isPresent()) {
            throw analysis.controlTableLoss().get().refusal(script().location());
        }
        if (strict && analysis.openComment().isPresent()) {
            Script.Position begin = analysis.openComment().get();
            throw Bridge.errors()
                    .invalidScript(
                            List.of(script().location()),
                            begin,
                            openComment(begin),
                            "Close it with */, or switch strict-naming off to skip the rest.");
        }
    }

    @Override
    public List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        if (analysis != null && analysis.openComment().isPresent()) {
            String text = openComment(analysis.openComment().get()) + " Close it with */.";
            warnings.add(Bridge.values().warning(Warning.Kind.OPEN_COMMENT, text));
        }
        if (analysis != null && analysis.parameter().isPresent()) {
            ScriptAnalysis.Parameter found = analysis.parameter().get();
            String text =
                    script().location() + ":" + found.position() + ": " + reason(found) + ". The script will fail.";
            warnings.add(Bridge.values().warning(Warning.Kind.PARAMETER, text));
        }
        return warnings;
    }

    private static String reason(ScriptAnalysis.Parameter found) {
        return found.name() + " is a parameter that nothing binds: SQLite would use NULL";
    }

    static StepFailedException refused(ScriptAnalysis.Parameter found) {
        return StepFailedException.at(
                found.position(),
                reason(found) + ".",
                "Write the value itself; put a string in single quotes. Then migrate again.",
                null);
    }

    private String openComment(Script.Position begin) {
        return script().location() + ":" + begin
                + ": the comment that begins here is never closed: the rest of the script does not run.";
    }

    List<LocatedStatement> connectionLosses() {
        return analysis == null ? List.of() : analysis.connectionLosses();
    }

    List<CascadingStatement> cascades() {
        return analysis == null ? List.of() : analysis.cascades();
    }

    /** Returns the tables that the script changes; empty where that is not known. */
    public Optional<Set<String>> touchedTables() {
        return sql().touchedTablesKnown() ? Optional.of(sql().touchedTables()) : Optional.empty();
    }

    /** Returns what other foreign keys there can be after the script. */
    public ForeignKeys.Change foreignKeyChange() {
        return new ForeignKeys.Change(
                sql().altersTables() ? Optional.empty() : touchedTables(), sql().definesForeignKeys());
    }

    /** Tells whether foreign keys are enforced from the script's beginning, as it asks for. */
    public boolean enforcesForeignKeys() {
        return analysis != null && analysis.foreignKeysOn();
    }

    /** Tells whether there may be statements that run before the transaction. */
    public boolean hasHead() {
        return analysis != null && !analysis.isWhollyInside();
    }

    /** Tells whether the script can share a transaction with the scripts before and after it. */
    public boolean canJoin() {
        return script().kind() == Script.Kind.JAVA
                || (leavesConnectionClean() && sql().isWhollyInside() && !sql().foreignKeysOn());
    }

    /** Tells whether the next script can have the same connection. */
    public boolean leavesConnectionClean() {
        return analysis != null
                && planned.execution() != Plan.Execution.NON_TRANSACTIONAL
                && !analysis.changesConnection();
    }

    ScriptAnalysis sql() {
        return Objects.requireNonNull(analysis, "only .sql scripts are analysed");
    }
}
