package io.fastmigrate.spring;

import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.model.Policy;
import io.fastmigrate.model.TransactionScope;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The properties {@code fastmigrate.*}: each setting of {@link FastMigrateBuilder} that a text can express.
 *
 * @param enabled Whether the database is migrated when the application starts.
 * @param db Path of the SQLite file, or its JDBC URL. Left out, the application's own DataSource is migrated.
 * @param migrations Directory of the scripts, or "classpath:" and a place on the class path.
 * @param history Whether a table keeps which script ran when; without it late and changed scripts are not noticed.
 * @param lateScripts What to do about a script whose number the database passed before it appeared.
 * @param changedScripts What to do about a script that was edited after it ran.
 * @param onAhead What to do about a database that is ahead of the highest script.
 * @param strictNaming Whether a file name that looks meant but breaks the naming rule is an error, not a warning.
 * @param lockTimeout How long to wait for other starters and for a locked database; seconds without a unit.
 * @param scriptTimeout How long a .py or .sh script may run; seconds without a unit. Without limit by default.
 * @param python Program that runs .py scripts.
 * @param shell Program that runs .sh scripts.
 * @param backup Whether to make a backup before the first script of a run.
 * @param keepBackups How many backups to keep: after each new one the oldest beyond that are removed; 0 keeps all.
 * @param transaction How much one transaction holds: each script with its version, or the whole run.
 * @param restoreOnFailure Whether to put the state of before the run back when a script fails.
 * @param appliedBy Who the history says applied the scripts; user and host by default.
 * @param endpoint The Actuator endpoint.
 */
@ConfigurationProperties("fastmigrate")
public record FastMigrateProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String db,
        @DefaultValue("classpath:migrations") String migrations,
        @DefaultValue("true") boolean history,
        @DefaultValue("fail") Policy lateScripts,
        @DefaultValue("fail") Policy changedScripts,
        @DefaultValue("warn") Policy onAhead,
        @DefaultValue("false") boolean strictNaming,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration lockTimeout,

        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration scriptTimeout,
        @DefaultValue("python3") String python,
        @DefaultValue("sh") String shell,
        @DefaultValue("false") boolean backup,
        @DefaultValue("0") int keepBackups,
        @DefaultValue("script") TransactionScope transaction,
        @DefaultValue("false") boolean restoreOnFailure,
        @Nullable String appliedBy,
        @DefaultValue Endpoint endpoint) {

    /**
     * The properties {@code fastmigrate.endpoint.*}.
     *
     * @param showPaths Whether the endpoint shows absolute paths.
     */
    public record Endpoint(@DefaultValue("false") boolean showPaths) {}

    /** Tells whether {@code db} names a database; an empty text names none. */
    boolean namesDatabase() {
        return db != null && !db.isBlank();
    }

    /** Gives every setting to a builder. */
    void applyTo(FastMigrateBuilder builder) {
        builder.migrations(migrations)
                .lateScripts(lateScripts)
                .changedScripts(changedScripts)
                .onAhead(onAhead)
                .lockTimeout(lockTimeout)
                .keepBackups(keepBackups)
                .transaction(transaction)
                .python(python)
                .shell(shell);
        if (!history) {
            builder.withoutHistory();
        }
        if (strictNaming) {
            builder.strictNaming();
        }
        if (scriptTimeout != null) {
            builder.scriptTimeout(scriptTimeout);
        }
        if (backup) {
            builder.backUpFirst();
        }
        if (restoreOnFailure) {
            builder.restoreOnFailure();
        }
        if (appliedBy != null) {
            builder.appliedBy(appliedBy);
        }
    }
}
