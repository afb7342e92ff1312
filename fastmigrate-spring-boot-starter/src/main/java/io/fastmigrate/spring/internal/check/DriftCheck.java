package io.fastmigrate.spring.internal.check;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.schema.DriftReport;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaDifference;
import io.fastmigrate.spring.CheckedDatabaseProperties.StartCheck;
import io.fastmigrate.spring.internal.StarterLog;
import io.fastmigrate.spring.internal.observe.RunState;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a database with what its applied scripts make. The only class that needs {@code fastmigrate-schema}. */
final class DriftCheck {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private DriftCheck() {}

    static RunState.Drift run(FastMigrate database, StartCheck mode) {
        DriftReport report;
        try {
            report = Schema.of(database).drift();
        } catch (DatabaseAheadException e) {
            return unknown(database, e, ""); // an older version of the application, which on-ahead lets start
        } catch (FastMigrateException e) {
            if (mode == StartCheck.FAIL) {
                throw e;
            }
            return unknown(database, e, " Advice: " + e.advice());
        }
        if (mode == StartCheck.FAIL) {
            report.requireNone();
        }
        List<String> objects =
                report.differences().stream().map(DriftCheck::text).toList();
        if (!objects.isEmpty()) {
            log.warn(
                    "The schema of {} is not what its scripts up to version {} make: {}."
                            + " fastmigrate drift shows the definitions",
                    database.databaseName(),
                    report.version(),
                    String.join(", ", objects));
        }
        return new RunState.Drift(objects.isEmpty() ? RunState.Drift.State.NONE : RunState.Drift.State.FOUND, objects);
    }

    private static RunState.Drift unknown(FastMigrate database, FastMigrateException reason, String advice) {
        log.warn(
                "It is not known whether the schema of {} was changed by hand: {}{}",
                database.databaseName(),
                reason.getMessage(),
                advice);
        return new RunState.Drift(RunState.Drift.State.UNKNOWN, List.of());
    }

    private static String text(SchemaDifference difference) {
        return difference.change().name().toLowerCase(Locale.ROOT) + " " + difference.object();
    }
}
