package io.fastmigrate.spring.internal.failure;

import io.fastmigrate.spring.FastMigrateDataSource;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Explains a bean that asks by {@link FastMigrateDataSource} for a database that is not there. */
class UnknownDatabaseFailureAnalyzer implements FailureAnalyzer, Ordered {

    private final Environment environment;

    UnknownDatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsatisfiedDependencyException unsatisfied
                    && unsatisfied.getInjectionPoint() != null) {
                FailureAnalysis analysis = analyze(unsatisfied, unsatisfied.getInjectionPoint());
                if (analysis != null) {
                    return analysis;
                }
            }
        }
        return null;
    }

    private @Nullable FailureAnalysis analyze(UnsatisfiedDependencyException failure, InjectionPoint asking) {
        FastMigrateDataSource asked = asking.getAnnotation(FastMigrateDataSource.class);
        List<String> known = new ArrayList<>(DatabaseNames.named(environment, true));
        if (DatabaseNames.isDefaultNamed(environment)) {
            known.add(0, FastMigrateDatabase.DEFAULT);
        }
        if (asked == null || known.contains(asked.value())) {
            return null;
        }
        return new FailureAnalysis(
                String.format(
                        "The bean %s asks for the DataSource of the database %s, which does not exist."
                                + " Existing databases: %s.",
                        failure.getBeanName(), asked.value(), known.isEmpty() ? "none" : String.join(", ", known)),
                "Correct the name in @FastMigrateDataSource, or add fastmigrate.databases." + asked.value() + ".",
                failure);
    }

    /** Before Spring Boot's own analysis, which knows no names of databases. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
