package io.fastmigrate.spring.actuate;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Script;
import io.fastmigrate.spring.internal.observe.RunObserver;
import io.fastmigrate.spring.internal.observe.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The timer of the scripts that ran. Most of them ran before there was a registry of meters, so what they took is kept for
 * it.
 */
public final class ScriptTimes implements RunObserver {

    private static final int KEPT = 10_000;

    private record Time(String database, Script.Kind kind, RunState.Outcome outcome, Duration took) {}

    private final Deque<Time> kept = new ArrayDeque<>();
    private final List<MeterRegistry> registries = new ArrayList<>();

    synchronized void recordIn(MeterRegistry registry) {
        kept.forEach(time -> record(registry, time));
        registries.add(registry);
    }

    @Override
    public void applied(String database, HistoryEntry entry) {
        add(new Time(database, entry.kind(), RunState.Outcome.MIGRATED, entry.took()));
    }

    @Override
    public void stopped(String database, Script.Kind kind, Duration took, RunState.Outcome outcome) {
        add(new Time(database, kind, outcome, took));
    }

    private synchronized void add(Time time) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(time);
        registries.forEach(registry -> record(registry, time));
    }

    private static void record(MeterRegistry registry, Time time) {
        Timer.builder("fastmigrate.migration")
                .description("How long scripts ran")
                .tag("database", time.database())
                .tag("kind", time.kind().extension())
                .tag("outcome", time.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(time.took());
    }
}
