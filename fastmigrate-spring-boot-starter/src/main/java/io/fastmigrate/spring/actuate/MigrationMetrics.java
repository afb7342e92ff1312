package io.fastmigrate.spring.actuate;

import io.fastmigrate.Status;
import io.fastmigrate.spring.internal.observe.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Gauges of each database's version and pending scripts, and the timer of applied scripts. */
public final class MigrationMetrics implements MeterBinder {

    private final Standings standings;
    private final ScriptTimes times;

    public MigrationMetrics(Standings standings, ScriptTimes times) {
        this.standings = standings;
        this.times = times;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String database : standings.names()) {
            gauge(
                    registry,
                    database,
                    "fastmigrate.version",
                    status -> status.version().number());
            gauge(
                    registry,
                    database,
                    "fastmigrate.pending",
                    status -> status.pending().size());
        }
        times.recordIn(registry);
    }

    private void gauge(MeterRegistry registry, String database, String name, ToDoubleFunction<Status> value) {
        Gauge.builder(name, standings, source -> valueOf(source.recent(database), value))
                .description(
                        name.endsWith("version") ? "The version the database is at" : "How many scripts have not run")
                .tag("database", database)
                .register(registry);
    }

    /** What cannot be read is no number. */
    private static double valueOf(Standing standing, ToDoubleFunction<Status> value) {
        return standing.status() == null ? Double.NaN : value.applyAsDouble(standing.status());
    }
}
