package io.fastmigrate.test.internal.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What is made once in a JVM for each key. What could not be made is not tried again: each who asks gets the same cause. */
public final class OnceEach<K, V> {

    private final ConcurrentMap<K, FutureTask<V>> made = new ConcurrentHashMap<>();

    /**
     * Returns what belongs to a key, and makes it for the first who asks.
     *
     * @throws RuntimeException what making it threw
     */
    public V get(K key, Callable<V> making) {
        FutureTask<V> task = made.computeIfAbsent(key, absent -> new FutureTask<>(making));
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while another test makes the database to copy.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The database to copy cannot be made: " + e.getCause(), e.getCause());
        }
    }
}
