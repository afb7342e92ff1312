package io.fastmigrate.spring;

import io.fastmigrate.model.FastMigrateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what stopped a migration, where, and what to do about it. */
class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    private static final String DESCRIPTION = "The database could not be migrated.%n%n%s";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        return new FailureAnalysis(String.format(DESCRIPTION, cause.getMessage()), cause.advice(), cause);
    }
}
