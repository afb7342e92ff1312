package io.fastmigrate.spring;

import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.InvalidScriptException;
import io.fastmigrate.model.MigrationInterruptedException;
import io.fastmigrate.model.Position;
import io.fastmigrate.model.Report;
import io.fastmigrate.model.ScriptFailedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what stopped a migration, where, and what to do about it. */
class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        StringBuilder description = new StringBuilder("The database could not be migrated.")
                .append(System.lineSeparator())
                .append(System.lineSeparator())
                .append(cause.getMessage());
        position(cause)
                .filter(position -> !isNamed(position, cause))
                .ifPresent(position -> description
                        .append(System.lineSeparator())
                        .append("Line " + position.line() + ", column " + position.column() + "."));
        Report report = report(cause);
        if (report != null && !report.applied().isEmpty()) {
            int count = report.applied().size();
            description
                    .append(System.lineSeparator())
                    .append(System.lineSeparator())
                    .append((count == 1 ? "1 script was" : count + " scripts were") + " applied before it.");
        }
        return new FailureAnalysis(description.toString(), cause.advice(), cause);
    }

    private static Optional<Position> position(FastMigrateException cause) {
        if (cause instanceof ScriptFailedException failed) {
            return failed.position();
        }
        return cause instanceof InvalidScriptException invalid ? invalid.position() : Optional.empty();
    }

    private static boolean isNamed(Position position, FastMigrateException cause) {
        return String.valueOf(cause.getMessage()).contains(position.toString())
                || String.valueOf(cause.getMessage()).contains("line " + position.line());
    }

    private static @Nullable Report report(FastMigrateException cause) {
        if (cause instanceof ScriptFailedException failed) {
            return failed.report();
        }
        return cause instanceof MigrationInterruptedException interrupted ? interrupted.report().orElse(null) : null;
    }
}
