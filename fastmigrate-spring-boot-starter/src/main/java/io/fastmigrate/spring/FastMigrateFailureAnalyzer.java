package io.fastmigrate.spring;

import io.fastmigrate.model.DatabaseBehindException;
import io.fastmigrate.model.FastMigrateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what stopped a migration, where, and what to do about it. */
class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        return analysis(cause);
    }

    static FailureAnalysis analysis(FastMigrateException cause) {
        String headline = cause instanceof DatabaseBehindException
                ? "The database is not where the application expects it."
                : "The database could not be migrated.";
        String description = String.format("%s%n%n%s", headline, cause.getMessage());
        return new FailureAnalysis(description, cause.advice(), cause);
    }
}
