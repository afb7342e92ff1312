package io.fastmigrate.spring.internal.failure;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.internal.database.DataSourceChoice;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Explains a start without any database. Spring Boot then fails to make a {@code DataSource} and speaks of embedded
 * databases; somebody who has this starter misses {@code fastmigrate.db}.
 */
class NoDatabaseFailureAnalyzer implements FailureAnalyzer, Ordered {

    private static final Set<String> NO_DATA_SOURCE = Set.of(
            "org.springframework.boot.jdbc.autoconfigure.DataSourceProperties$DataSourceBeanCreationException",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceProperties$DataSourceBeanCreationException");

    /** Urls of pools, which Spring Boot sets when it has chosen a driver already. */
    private static final List<String> POOLS =
            List.of("spring.datasource.hikari.jdbc-url", "spring.datasource.tomcat.url", "spring.datasource.dbcp2.url");

    private final Environment environment;

    NoDatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        boolean wanted = environment.getProperty("fastmigrate.enabled", Boolean.class, true)
                && !DatabaseNames.isDefaultNamed(environment)
                && !DatabaseNames.hasOthers(environment)
                && !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
        if (!wanted || !isCausedByMissingDataSource(failure)) {
            return null;
        }
        for (String place : POOLS) {
            if (StringUtils.hasText(environment.getProperty(place))) {
                return new FailureAnalysis(
                        place + " is set, but Spring Boot chooses the driver by spring.datasource.url, which is not.",
                        "Set spring.datasource.url instead.",
                        failure);
            }
        }
        InvalidSettingException missing = DataSourceChoice.noDatabase();
        return new FailureAnalysis(String.valueOf(missing.getMessage()), missing.advice(), failure);
    }

    private static boolean isCausedByMissingDataSource(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (NO_DATA_SOURCE.contains(cause.getClass().getName())) {
                return true;
            }
        }
        return false;
    }

    /** Before Spring Boot's own analysis of the same failure. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
