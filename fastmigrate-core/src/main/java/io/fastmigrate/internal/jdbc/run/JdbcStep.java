package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.Plan;
import io.fastmigrate.Script;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.port.Step;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.script.ScriptBytes;
import io.fastmigrate.internal.sql.dialect.DialectAnalysis;
import io.fastmigrate.internal.sql.dialect.DialectRules;
import io.fastmigrate.internal.sql.dialect.DialectStatements;
import io.fastmigrate.internal.sql.names.NameReader;
import io.fastmigrate.internal.sql.names.ScriptNames;
import io.fastmigrate.internal.sql.scan.SqlScanner;
import io.fastmigrate.internal.sql.session.SessionTraces;
import io.fastmigrate.internal.sql.token.DialectStatement;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script, what was found when it was read, and how it will run.
 *
 * @param analysis of a {@code .sql} script; null for others
 * @param schema that our tables are in; empty where that is not known yet
 */
public record JdbcStep(Plan.Step planned, @Nullable DialectAnalysis analysis, String schema) implements Step {

    public static JdbcStep of(Script script, Dialect dialect, String schema) throws IOException {
        if (script.kind() == Script.Kind.SQL) {
            try (InputStream in = DialectStatements.open(script, dialect.rules().dialect())) {
                DialectAnalysis analysis = DialectAnalysis.of(in, script.location(), dialect.rules());
                Plan.Step planned = Bridge.values()
                        .step(
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
            return new JdbcStep(Bridge.values().step(script, Plan.Execution.PROCESS, checksum), null, schema);
        }
        Plan.Step planned = dialect.isAtomic()
                ? Bridge.values().step(script, Plan.Execution.ATOMIC, checksum)
                : Bridge.values()
                        .stepBecause(
                                script,
                                Plan.Execution.NON_TRANSACTIONAL,
                                checksum,
                                "What it defines, " + dialect.product() + " commits by itself",
                                null);
        return new JdbcStep(planned, null, schema);
    }

    /** Reads a script. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /** Reads a script that may have become one that cannot be read. */
    public static <T> T read(Script script, String database, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw Step.unreadable(script, database, e);
        }
    }

    /** Reads which objects a script makes and names. */
    public static ScriptNames names(Script script, Dialect dialect, String database) {
        return read(
                script, database, () -> NameReader.of(script, dialect.rules().dialect()));
    }

    @Override
    public ScriptChecksum checksum() {
        return analysis == null ? ScriptChecksum.ofBytes(planned.checksum()) : analysis.checksum();
    }

    /** What would take our tables away is seen before a script of the run begins, also one before this. */
    @Override
    public void requireRunnable(boolean strict) {
        if (analysis != null) {
            analysis.refusal().ifPresent(refusal -> {
                throw refusal;
            });
            analysis.controlTableLosses().stream()
                    .filter(loss -> loss.hits(schema))
                    .findFirst()
                    .ifPresent(loss -> {
                        throw loss.refusal(script().location());
                    });
        }
    }

    /** A database in the memory of this process is none that another program can open. */
    public static void requireReachedByProcesses(Db db, JdbcSource source) {
        if (db.dialect().isInMemory(source.url())) {
            throw StepFailedException.at(
                    null,
                    "a script that is a process cannot reach a database in memory.",
                    "Write it as .sql or as a JavaMigration, or migrate a database that others can open.",
                    null);
        }
    }

    /** Returns the statements that set what the script's transaction is like, such as its isolation level. */
    public List<String> transactionSettings() {
        return analysis == null ? List.of() : analysis.transactionSettings();
    }

    /**
     * Says why the script cannot share a transaction with the scripts before and after it, as a sentence for people; empty
     * where it can.
     */
    public Optional<String> apart(Dialect dialect) {
        if (planned.execution() != Plan.Execution.ATOMIC) {
            return Optional.of(planned.reason().orElse("It has its own transaction"));
        }
        if (script().kind() != Script.Kind.SQL) {
            return Optional.empty();
        }
        DialectRules rules = dialect.rules();
        try (SqlScanner<DialectStatement> scanner = DialectStatements.scan(
                DialectStatements.open(script(), rules.dialect()), script().location(), rules.dialect())) {
            if (!transactionSettings().isEmpty()) {
                return Optional.of("It has SET TRANSACTION, which must come first in a transaction");
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

    public DialectAnalysis sql() {
        return Objects.requireNonNull(analysis, "only .sql scripts are analysed");
    }
}
