package io.fastmigrate.spring.tenants;

import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Fleet.Report.State;
import io.fastmigrate.spring.internal.StarterLog;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a run over all tenants to the log: a line for each that failed, one now and then, and one at the end. */
class TenantLog implements Consumer<Outcome> {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);
    private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

    private final int total;
    private int done;
    private long lastLine = System.nanoTime();

    TenantLog(int total) {
        this.total = total;
    }

    @Override
    public synchronized void accept(Outcome outcome) {
        done++;
        outcome.failure()
                .ifPresent(failure -> log.atError()
                        .addKeyValue("tenant", outcome.database())
                        .log(
                                "Tenant's database {} could not be migrated: {}",
                                outcome.database(),
                                failure.getMessage()));
        if (outcome.state() == State.MIGRATED) {
            log.debug("Tenant's database {} migrated to version {}", outcome.database(), version(outcome));
        }
        if (System.nanoTime() - lastLine > INTERVAL) {
            lastLine = System.nanoTime();
            log.info("{} of {} tenants' databases are done", done, total);
        }
    }

    private static String version(Outcome outcome) {
        return outcome.version().map(Object::toString).orElse("unknown");
    }

    void ended(Fleet.Report report) {
        log.atInfo()
                .addKeyValue("migrated", report.count(State.MIGRATED))
                .addKeyValue("upToDate", report.count(State.UP_TO_DATE))
                .addKeyValue("failed", report.count(State.FAILED))
                .addKeyValue("notTried", report.count(State.NOT_TRIED))
                .addKeyValue("tookMillis", report.took().toMillis())
                .log(
                        "Tenants' databases: {} migrated, {} up to date, {} failed, {} not tried, in {} ms",
                        report.count(State.MIGRATED),
                        report.count(State.UP_TO_DATE),
                        report.count(State.FAILED),
                        report.count(State.NOT_TRIED),
                        report.took().toMillis());
    }
}
