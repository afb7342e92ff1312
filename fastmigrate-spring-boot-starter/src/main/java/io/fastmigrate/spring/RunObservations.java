package io.fastmigrate.spring;

import io.fastmigrate.model.Status;
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
final class RunObservations implements RunObserver {

    private static final Logger log = LoggerFactory.getLogger(RunObservations.class);

    private final ObjectProvider<ObservationRegistry> registries;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private volatile @Nullable ObservationRegistry registry;

    RunObservations(ObjectProvider<ObservationRegistry> registries) {
        this.registries = registries;
    }

    private record Open(Observation observation, Observation.Scope scope) {}

    /**
     * Looks for the registry, on the thread that makes beans: the one that migrates must not wait for it. A registry
     * that itself needs the database cannot be there before the migration; then nothing is observed.
     */
    void prepare() {
        try {
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
        Observation observation = Observation.createNotStarted("fastmigrate.run", there)
                .contextualName("migrate " + database)
                .lowCardinalityKeyValue("database", database)
                .lowCardinalityKeyValue("outcome", "unknown")
                .highCardinalityKeyValue("from", before.version().toString())
                .highCardinalityKeyValue("target", before.target().toString())
                .start();
        open.put(database, new Open(observation, observation.openScope()));
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
        begun.observation()
                .lowCardinalityKeyValue("outcome", run.outcome().name().toLowerCase(Locale.ROOT))
                .stop();
    }
}
