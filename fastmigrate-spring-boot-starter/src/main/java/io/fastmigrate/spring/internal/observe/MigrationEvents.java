package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.Report;
import io.fastmigrate.Status;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.MigrationFailedEvent;
import io.fastmigrate.spring.MigrationFinishedEvent;
import io.fastmigrate.spring.MigrationStartedEvent;
import io.fastmigrate.spring.internal.StarterLog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Publishes what happens as application events. During the refresh they are kept: to tell a listener bean would make it,
 * and it may be one that waits for the very migration.
 */
public final class MigrationEvents implements RunObserver, ApplicationListener<ContextRefreshedEvent> {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private final ApplicationContext context;
    private final List<Object> kept = new ArrayList<>();
    private boolean refreshed;

    public MigrationEvents(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void begun(String database, Status before) {
        publish(new MigrationStartedEvent(database, before));
    }

    @Override
    public void ended(String database, RunState.Ended run) {
        FastMigrateException error = run.error();
        Report report = run.report();
        if (error != null) {
            publish(new MigrationFailedEvent(database, error));
        } else if (run.outcome() == RunState.Outcome.MIGRATED && report != null) {
            publish(new MigrationFinishedEvent(database, report));
        }
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() == context) {
            publishKept();
        }
    }

    /** Publishes what was kept, although the refresh is not done and will not be. Never throws. */
    public void publishOfFailedStart() {
        try {
            publishKept();
        } catch (RuntimeException e) {
            log.debug("A listener failed on the event of the failed start", e);
        }
    }

    private void publishKept() {
        List<Object> now;
        synchronized (this) {
            refreshed = true;
            now = List.copyOf(kept);
            kept.clear();
        }
        now.forEach(context::publishEvent);
    }

    private void publish(Object event) {
        synchronized (this) {
            if (!refreshed) {
                kept.add(event);
                return;
            }
        }
        context.publishEvent(event);
    }
}
