package io.fastmigrate.spring;

import io.fastmigrate.model.FastMigrateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what stopped a migration, where, and what to do about it. */
class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        String description = String.format("The database could not be migrated.%n%n%s", cause.getMessage());
        return new FailureAnalysis(description, cause.advice(), cause);
    }
}
