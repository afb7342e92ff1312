package io.fastmigrate.spring;

import io.fastmigrate.model.DatabaseBehindException;
import io.fastmigrate.model.FastMigrateException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what stopped a migration, where, and what to do about it. */
class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    private static final Map<FastMigrateException, String> DATABASES = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        return analysis(cause);
    }

    /** Remembers which of several databases a failure is about. */
    static void remember(FastMigrateException failure, String database) {
        DATABASES.put(failure, database);
    }

    static FailureAnalysis analysis(FastMigrateException cause) {
        String name = DATABASES.get(cause);
        String database = name == null ? "The database" : "The database " + name;
        String headline = cause instanceof DatabaseBehindException
                ? database + " is not where the application expects it."
                : database + " could not be migrated.";
        String description = String.format("%s%n%n%s", headline, cause.getMessage());
        return new FailureAnalysis(description, cause.advice(), cause);
    }
}
