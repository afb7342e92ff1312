package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.ScriptBytes;
import io.fastmigrate.backend.Step;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.sql.DialectAnalysis;
import io.fastmigrate.sql.DialectRules;
import io.fastmigrate.sql.DialectScanner;
import io.fastmigrate.sql.DialectStatement;
import io.fastmigrate.sql.ScriptChecksum;
import io.fastmigrate.sql.SessionTraces;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script, what was found when it was read, and how it will run.
 *
 * @param analysis of a {@code .sql} script; null for others
 * @param schema that our tables are in; empty where that is not known yet
 */
record JdbcStep(PlannedScript planned, @Nullable DialectAnalysis analysis, String schema) implements Step {

    static JdbcStep of(Script script, Dialect dialect, String schema) throws IOException {
        if (script.kind() == ScriptKind.SQL) {
            try (InputStream in = script.open()) {
                DialectAnalysis analysis = DialectAnalysis.of(in, script.location(), dialect.rules());
                PlannedScript planned = new PlannedScript(
                        script,
                        analysis.execution(),
                        analysis.reason(),
                        analysis.position(),
                        analysis.checksum().text());
                return new JdbcStep(planned, analysis, schema);
            }
        }
        String checksum = ScriptBytes.checksum(script);
        if (script.kind().isProcess()) {
            return new JdbcStep(PlannedScript.of(script, Execution.PROCESS, checksum), null, schema);
        }
        PlannedScript planned = dialect.isAtomic()
                ? PlannedScript.of(script, Execution.ATOMIC, checksum)
                : PlannedScript.because(
                        script,
                        Execution.AS_IS,
                        checksum,
                        "What it defines, " + dialect.product() + " commits by itself",
                        null);
        return new JdbcStep(planned, null, schema);
    }

    @Override
    public ScriptChecksum checksum() {
        return analysis == null ? ScriptChecksum.ofBytes(planned.checksum()) : analysis.checksum();
    }

    /** What would take our tables away is seen before a script of the run begins, also one before this. */
    @Override
    public void requireRunnable(boolean strict) {
        if (analysis != null) {
            analysis.controlTableLosses().stream()
                    .filter(loss -> loss.hits(schema))
                    .findFirst()
                    .ifPresent(loss -> {
                        throw loss.refusal(script().location());
                    });
        }
    }

    Script script() {
        return planned.script();
    }

    /**
     * Says why the script cannot share a transaction with the scripts before and after it, as a sentence for people; empty
     * where it can.
     */
    Optional<String> apart(Dialect dialect) {
        if (planned.execution() != Execution.ATOMIC) {
            return Optional.of(planned.reason().orElse("It has a transaction of its own"));
        }
        if (script().kind() != ScriptKind.SQL) {
            return Optional.empty();
        }
        DialectRules rules = dialect.rules();
        try (DialectScanner scanner = new DialectScanner(script().open(), script().location(), rules.dialect())) {
            if (!sql().transactionSettings().isEmpty()) {
                return Optional.of("It has SET TRANSACTION, which belongs to the begin of a transaction");
            }
            for (DialectStatement next = scanner.next(); next != null; next = scanner.next()) {
                Optional<String> reason = SessionTraces.keepsApart(rules, next);
                if (reason.isPresent()) {
                    return Optional.of(
                            "It " + reason.get() + " (line " + next.position().line() + ")");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("It cannot be read");
        }
    }

    DialectAnalysis sql() {
        return Objects.requireNonNull(analysis, "only .sql scripts are analysed");
    }
}
