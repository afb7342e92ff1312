package io.fastmigrate.spring.actuate;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.spring.gate.Gate;
import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.observe.HealthSource;
import io.fastmigrate.spring.internal.observe.RunState;
import io.fastmigrate.spring.internal.observe.RunStates;
import io.fastmigrate.spring.internal.observe.Standing;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the databases stand: what endpoint, health, info and metrics tell. Reads only. Thread safe. */
public final class Standings implements HealthSource {

    /** How old an answer may be that is asked for again and again. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Map<String, FastMigrate> databases;
    private final Set<String> own;
    private final RunStates runs;
    private final Map<String, Recent> recent = new ConcurrentHashMap<>();

    /**
     * Makes it for one context.
     *
     * @param databases of the context and its parents, by their names, in the order in which they are migrated
     * @param own the names of those that the context migrates
     */
    public Standings(Map<String, FastMigrate> databases, Set<String> own, RunStates runs) {
        this.databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
        this.own = Collections.unmodifiableSet(new LinkedHashSet<>(own));
        this.runs = runs;
    }

    /** Returns the names of all databases, in the order in which they are migrated. */
    Set<String> names() {
        return databases.keySet();
    }

    /** Returns the names of those that this context migrates, in that order. */
    Set<String> own() {
        return own;
    }

    @Override
    public Map<String, Supplier<HealthFacts>> health() {
        Map<String, Supplier<HealthFacts>> health = new LinkedHashMap<>();
        names().forEach(name -> health.put(name, () -> DatabaseHealth.of(name, this)));
        return health;
    }

    FastMigrate database(String name) {
        return Objects.requireNonNull(databases.get(name), name);
    }

    /** Returns what the comparison of the start found; empty without one. */
    Optional<RunState.Drift> drift(String name) {
        return runs.of(name).drift();
    }

    /** Reads the database, unless this process migrates it: then everything is known, and a read could have to wait. */
    public Standing now(String name) {
        RunState state = runs.of(name);
        Optional<RunState.Running> run = state.running();
        if (run.isPresent() && run.get().status().isPresent()) {
            return Standing.migrating(run.get().status().get(), run.get(), state);
        }
        try {
            Standing standing = Standing.of(Gate.passing(database(name)::status), state);
            return run.isPresent() && !standing.isUsable() && standing.status() != null
                    ? Standing.migrating(standing.status(), run.get(), state)
                    : standing;
        } catch (FastMigrateException e) {
            return Standing.unreadable(e, state);
        }
    }

    /** The same, but read at most every ten seconds; a run that begins or ends is seen at once. */
    Standing recent(String name) {
        return recent.computeIfAbsent(name, Recent::new).get();
    }

    private final class Recent {

        private final String name;
        private final ReentrantLock reading = new ReentrantLock();
        private volatile @Nullable Read read;

        /** What was read, and when. */
        private record Read(Standing standing, long nanos) {}

        Recent(String name) {
            this.name = name;
        }

        Standing get() {
            RunState state = runs.of(name);
            Read known = read;
            if (known != null && !isStale(known, state)) {
                return known.standing();
            }
            // One reads; the others take what there is, so that a slow database does not hold them all.
            if (known != null && !reading.tryLock()) {
                return known.standing();
            }
            if (known == null) {
                reading.lock();
            }
            try {
                Standing standing = now(name);
                read = new Read(standing, System.nanoTime());
                return standing;
            } finally {
                reading.unlock();
            }
        }

        private boolean isStale(Read known, RunState state) {
            return System.nanoTime() - known.nanos() > FRESH.toNanos()
                    || state.running().isPresent()
                    || known.standing().running() != null
                    || !Objects.equals(known.standing().lastRun(), state.last().orElse(null));
        }
    }
}
