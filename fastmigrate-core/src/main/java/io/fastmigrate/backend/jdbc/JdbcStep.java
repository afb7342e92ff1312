package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.ScriptBytes;
import io.fastmigrate.backend.Step;
import io.fastmigrate.model.Execution;
import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.model.Script;
import io.fastmigrate.model.ScriptKind;
import io.fastmigrate.sql.DialectAnalysis;
import io.fastmigrate.sql.ScriptChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A script, what was found when it was read, and how it will run.
 *
 * @param analysis of a {@code .sql} script; null for others
 */
record JdbcStep(PlannedScript planned, @Nullable DialectAnalysis analysis) implements Step {

    static JdbcStep of(Script script, Dialect dialect) throws IOException {
        if (script.kind() == ScriptKind.SQL) {
            try (InputStream in = script.open()) {
                DialectAnalysis analysis = DialectAnalysis.of(in, script.location(), dialect.rules());
                PlannedScript planned = new PlannedScript(
                        script,
                        analysis.execution(),
                        analysis.reason(),
                        analysis.position(),
                        analysis.checksum().text());
                return new JdbcStep(planned, analysis);
            }
        }
        String checksum = ScriptBytes.checksum(script);
        if (script.kind().isProcess()) {
            return new JdbcStep(PlannedScript.of(script, Execution.PROCESS, checksum), null);
        }
        PlannedScript planned = dialect.isAtomic()
                ? PlannedScript.of(script, Execution.ATOMIC, checksum)
                : PlannedScript.because(
                        script,
                        Execution.AS_IS,
                        checksum,
                        "What it defines, " + dialect.product() + " commits by itself",
                        null);
        return new JdbcStep(planned, null);
    }

    @Override
    public ScriptChecksum checksum() {
        return analysis == null ? ScriptChecksum.ofBytes(planned.checksum()) : analysis.checksum();
    }

    Script script() {
        return planned.script();
    }

    /** Tells whether the script can share a transaction with the scripts before and after it, which may use what it adds. */
    boolean canJoin() {
        return planned.execution() == Execution.ATOMIC && (analysis == null || !analysis.addsForLater());
    }

    DialectAnalysis sql() {
        return Objects.requireNonNull(analysis, "only .sql scripts are analysed");
    }
}
