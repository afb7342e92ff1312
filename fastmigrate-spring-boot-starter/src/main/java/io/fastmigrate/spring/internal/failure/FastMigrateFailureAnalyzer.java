package io.fastmigrate.spring.internal.failure;

import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.DatabaseNames;
import io.fastmigrate.spring.internal.database.FailureOrigins;
import java.util.Map;
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

    private final Environment environment;

    public FastMigrateFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FastMigrateException cause) {
        return analysis(cause, environment);
    }

    public static FailureAnalysis analysis(FastMigrateException cause, Environment environment) {
        FailureOrigins.Origin origin = FailureOrigins.of(cause);
        String database = origin == null || !origin.several() ? "The database" : "The database " + origin.database();
        String description = String.format("%s%s%n%n%s", database, headline(cause), cause.getMessage());
        String property = origin == null ? null : property(cause, origin, environment);
        String hint = property == null ? hint(cause, environment) : property;
        String action = hint == null ? cause.advice() : String.format("%s%n%s", cause.advice(), hint);
        return new FailureAnalysis(description, action, cause);
    }

    private static String headline(FastMigrateException cause) {
        if ("drift".equals(FailureOrigins.settingOf(cause))) {
            return " did not pass the comparison of its schema.";
        }
        return cause instanceof DatabaseBehindException
                ? " is not where the application expects it."
                : " could not be migrated.";
    }

    /** In the phase runner the application's own initializers of schemas come first. */
    private static @Nullable String hint(FastMigrateException cause, Environment environment) {
        boolean late = "runner"
                .equalsIgnoreCase(
                        environment.getProperty("fastmigrate.phase", "").strip());
        return cause instanceof DatabaseUnmanagedException && late
                ? "If the tables were made by this start (spring.sql.init, Spring Batch, Spring Session, Quartz), use a new database"
                        + " and set fastmigrate.phase to early, which migrates before them."
                : null;
    }

    private static @Nullable String property(
            FastMigrateException cause, FailureOrigins.Origin origin, Environment environment) {
        String prefix = prefix(origin.database(), environment);
        String known = FailureOrigins.settingOf(cause);
        String setting = known == null ? setting(cause) : known;
        if (prefix == null) {
            return null;
        }
        if (setting != null) {
            return "The property is " + prefix + "." + setting + ".";
        }
        return cause instanceof InvalidSettingException && origin.byProperty() && !named(cause, prefix)
                ? "The properties of this database begin with " + prefix + "."
                : null;
    }

    /** One that names no script is about names that break the rule. */
    private static @Nullable String setting(FastMigrateException cause) {
        return cause instanceof InvalidScriptException names && names.scripts().isEmpty()
                ? "strict-naming"
                : SETTINGS.get(cause.getClass());
    }

    /** Tells whether the error itself shows what it is about by the whole name of a property. */
    private static boolean named(FastMigrateException cause, String prefix) {
        String text = cause.getMessage() + " " + cause.advice();
        return text.contains(prefix + ".") || text.contains("spring.datasource.");
    }

    /** Returns null for a bean of the application's own, which no property describes. */
    private static @Nullable String prefix(String database, Environment environment) {
        if (database.equals(FastMigrateDatabase.DEFAULT)) {
            return BoundProperties.PREFIX;
        }
        if (database.equals(FastMigrateDatabase.TENANTS)) {
            return BoundProperties.PREFIX + ".tenants";
        }
        return DatabaseNames.named(environment, true).contains(database)
                ? BoundProperties.PREFIX + ".databases." + database
                : null;
    }
}
