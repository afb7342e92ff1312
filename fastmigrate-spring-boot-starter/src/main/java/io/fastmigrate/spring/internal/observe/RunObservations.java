package io.fastmigrate.spring.internal.observe;

import io.fastmigrate.Status;
import io.fastmigrate.spring.MigrationObservationContext;
import io.fastmigrate.spring.MigrationObservationConvention;
import io.fastmigrate.spring.internal.StarterLog;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/** An {@link Observation} around each run that has something to do: a timer and a span where the application has them. */
public final class RunObservations implements RunObserver {

    private static final Logger log = LoggerFactory.getLogger(StarterLog.NAME);

    private static final MigrationObservationConvention DEFAULT = new MigrationObservationConvention() {};

    private final ObjectProvider<ObservationRegistry> registries;
    private final ObjectProvider<MigrationObservationConvention> conventions;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private volatile @Nullable ObservationRegistry registry;
    private volatile @Nullable MigrationObservationConvention convention;

    public RunObservations(
            ObjectProvider<ObservationRegistry> registries,
            ObjectProvider<MigrationObservationConvention> conventions) {
        this.registries = registries;
        this.conventions = conventions;
    }

    private record Open(MigrationObservationContext context, Observation observation, Observation.Scope scope) {}

    /**
     * Looks for the registry, on the thread that makes beans: the one that migrates must not wait for it. A registry
     * that itself needs the database cannot be there before the migration; then nothing is observed.
     */
    public void prepare() {
        try {
            convention = conventions.getIfAvailable();
            registry = registries.getIfAvailable();
        } catch (BeansException e) {
            log.debug("The first migration is not observed", e);
        }
    }

    @Override
    public void begun(String database, Status before) {
        ObservationRegistry there = registry;
        if (there == null) {
            return;
        }
        MigrationObservationContext context = new MigrationObservationContext(database, before);
        Observation observation = Observation.createNotStarted(convention, DEFAULT, () -> context, there)
                .start();
        open.put(database, new Open(context, observation, observation.openScope()));
    }

    @Override
    public void ended(String database, RunState.Ended run) {
        Open begun = open.remove(database);
        if (begun == null) {
            return;
        }
        begun.scope().close();
        if (run.error() != null) {
            begun.observation().error(run.error());
        }
        begun.context().ended(run.outcome().name().toLowerCase(Locale.ROOT));
        begun.observation().stop();
    }
}
