package io.fastmigrate.spring.internal.failure;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says what stopped a migration, where, and what to do about it, with the whole name of the property that decides it. */
public class FastMigrateFailureAnalyzer extends AbstractFailureAnalyzer<FastMigrateException> {

    /** What the advice of an error speaks of, which the core calls by its short name. */
    private static final Map<Class<? extends FastMigrateException>, String> SETTINGS = Map.of(
            MigrationsNotFoundException.class, "migrations",
            LockTimeoutException.class, "lock-timeout",
            LateScriptException.class, "late-scripts",
            ChangedScriptException.class, "changed-scripts",
            DatabaseAheadException.class, "on-ahead",
            DatabaseNotFoundException.class, "db",
            DatabaseUnusableException.class, "db");

    private static final Map<FastMigrateException, Origin> ORIGINS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Environment environment;

    public FastMigrateFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    /**
     * What a failure is about.
     *
     * @param database its name
     * @param several whether it is one of several
     */
    private record Origin(String database, boolean several) {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        return analysis(cause, environment);
    }

    /** Remembers which database a failure is about. */
    public static void remember(FastMigrateException failure, String database, boolean several) {
        ORIGINS.put(failure, new Origin(database, several));
    }

    public static FailureAnalysis analysis(FastMigrateException cause, Environment environment) {
        Origin origin = ORIGINS.get(cause);
        String database = origin == null || !origin.several() ? "The database" : "The database " + origin.database();
        String headline = cause instanceof DatabaseBehindException
                ? database + " is not where the application expects it."
                : database + " could not be migrated.";
        String description = String.format("%s%n%n%s", headline, cause.getMessage());
        String setting = SETTINGS.get(cause.getClass());
        String prefix = origin == null ? null : prefix(origin.database(), environment);
        String action = setting == null || prefix == null
                ? cause.advice()
                : String.format("%s%nThe property is %s.%s.", cause.advice(), prefix, setting);
        return new FailureAnalysis(description, action, cause);
    }

    /** Returns null for a bean of the application's own, which no property describes. */
    private static @Nullable String prefix(String database, Environment environment) {
        if (database.equals(FastMigrateDatabase.DEFAULT)) {
            return BoundProperties.PREFIX;
        }
        return DatabaseNames.named(environment, true).contains(database)
                ? BoundProperties.PREFIX + ".databases." + database
                : null;
    }
}
