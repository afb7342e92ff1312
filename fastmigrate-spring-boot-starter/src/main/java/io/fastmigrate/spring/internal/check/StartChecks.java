package io.fastmigrate.spring.internal.check;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.CheckedDatabaseProperties;
import io.fastmigrate.spring.CheckedDatabaseProperties.StartCheck;
import io.fastmigrate.spring.internal.database.BoundProperties;
import io.fastmigrate.spring.internal.database.FailureOrigins;
import io.fastmigrate.spring.internal.observe.RunState;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** The checks that properties of a database ask for. Each is in a module that applications add where they want it. */
public final class StartChecks {

    private static final String LINT = "lint";
    private static final String DRIFT = "drift";

    private final Environment environment;
    private final @Nullable ClassLoader classLoader;

    public StartChecks(Environment environment, @Nullable ClassLoader classLoader) {
        this.environment = environment;
        this.classLoader = classLoader;
    }

    /**
     * Lints the pending scripts of a database, if its properties say so.
     *
     * @throws FastMigrateException if it found an error and the property says {@code fail}, or if a check's module is missing
     */
    public void beforeMigration(String name, FastMigrate database) {
        CheckedDatabaseProperties properties = BoundProperties.checked(environment, name);
        require(LINT, properties.getLint(), "io.fastmigrate.lint.Linter", "fastmigrate-lint");
        require(DRIFT, properties.getDrift(), "io.fastmigrate.schema.Schema", "fastmigrate-schema");
        if (properties.getLint() != StartCheck.OFF) {
            named(LINT, () -> {
                LintCheck.run(database, properties);
                return database;
            });
        }
    }

    /**
     * Compares a migrated database with what its applied scripts make, if its properties say so.
     *
     * @return empty if they do not
     * @throws FastMigrateException if it differs and the property says {@code fail}
     */
    public Optional<RunState.Drift> afterMigration(String name, FastMigrate database) {
        StartCheck mode = BoundProperties.checked(environment, name).getDrift();
        return mode == StartCheck.OFF
                ? Optional.empty()
                : Optional.of(named(DRIFT, () -> DriftCheck.run(database, mode)));
    }

    private void require(String property, StartCheck mode, String type, String artifact) {
        if (mode == StartCheck.OFF || ClassUtils.isPresent(type, classLoader)) {
            return;
        }
        named(property, () -> {
            throw InvalidSettingException.of(
                    "The property " + property + " is " + mode.name().toLowerCase(Locale.ROOT) + ", but " + artifact
                            + " is not on the class path. Nothing was run.",
                    "Add the dependency io.fastmigrate:" + artifact + ", or set the property to off.");
        });
    }

    private static <T> T named(String property, Supplier<T> check) {
        try {
            return check.get();
        } catch (FastMigrateException e) {
            if (FailureOrigins.settingOf(e) == null) {
                FailureOrigins.rememberSetting(e, property);
            }
            throw e;
        }
    }
}
