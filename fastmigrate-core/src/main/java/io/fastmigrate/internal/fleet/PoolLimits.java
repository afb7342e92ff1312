package io.fastmigrate.internal.fleet;

import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.port.ConnectionLimit;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Keeps databases that share a pool from wanting more connections at the same time than it has. */
public final class PoolLimits {

    private final IdentityHashMap<Engine<?>, Semaphore> permits = new IdentityHashMap<>();

    private PoolLimits() {}

    public static PoolLimits of(List<Engine<?>> databases) {
        PoolLimits limits = new PoolLimits();
        IdentityHashMap<Object, Semaphore> byPool = new IdentityHashMap<>();
        for (Engine<?> database : databases) {
            Optional<ConnectionLimit> limit = database.connectionLimit();
            limit.ifPresent(known -> limits.permits.put(
                    database, byPool.computeIfAbsent(known.pool(), pool -> new Semaphore(known.databases()))));
        }
        return limits;
    }

    /** Does the work on a database when its pool has a connection for it. */
    public void run(Engine<?> database, Runnable work) throws InterruptedException {
        Semaphore permit = permits.get(database);
        if (permit == null) {
            work.run();
            return;
        }
        permit.acquire();
        try {
            work.run();
        } finally {
            permit.release();
        }
    }
}
