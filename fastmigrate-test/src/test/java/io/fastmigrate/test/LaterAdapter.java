package io.fastmigrate.test;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.CapableAsyncDatabaseAdapter;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does what another adapter does, later and in other threads. */
final class LaterAdapter implements CapableAsyncDatabaseAdapter<Connection> {

    private final DatabaseAdapter<Connection> adapter;

    LaterAdapter(DatabaseAdapter<Connection> adapter) {
        this.adapter = adapter;
    }

    private CapableDatabaseAdapter<Connection> capable() {
        return (CapableDatabaseAdapter<Connection>) adapter;
    }

    /** A hook that returns nothing. */
    private interface Act {
        void run() throws Exception;
    }

    private static <T> CompletableFuture<T> later(Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static CompletableFuture<Boolean> act(Act act) {
        return later(() -> {
            act.run();
            return true;
        });
    }

    @Override
    public Set<AdapterCapability> capabilities() {
        return adapter instanceof CapableDatabaseAdapter<Connection> able ? able.capabilities() : Set.of();
    }

    @Override
    public CompletableFuture<Connection> getConnection(String db) {
        return later(() -> adapter.getConnection(db));
    }

    @Override
    public CompletableFuture<?> ensureMetaTable(Connection conn) {
        return act(() -> adapter.ensureMetaTable(conn));
    }

    @Override
    public CompletableFuture<Integer> getVersion(Connection conn) {
        return later(() -> adapter.getVersion(conn));
    }

    @Override
    public CompletableFuture<?> setVersion(Connection conn, int version) {
        return act(() -> adapter.setVersion(conn, version));
    }

    @Override
    public CompletableFuture<Boolean> executeSql(Connection conn, String sql) {
        return later(() -> adapter.executeSql(conn, sql));
    }

    @Override
    public CompletableFuture<?> closeConnection(Connection conn) {
        return act(() -> adapter.closeConnection(conn));
    }

    @Override
    public CompletableFuture<Boolean> tryLock(Connection conn) {
        return later(() -> capable().tryLock(conn));
    }

    @Override
    public CompletableFuture<?> unlock(Connection conn) {
        return act(() -> capable().unlock(conn));
    }

    @Override
    public CompletableFuture<List<HistoryEntry>> readHistory(Connection conn) {
        return later(() -> capable().readHistory(conn));
    }

    @Override
    public CompletableFuture<?> writeHistory(Connection conn, HistoryEntry entry) {
        return act(() -> capable().writeHistory(conn, entry));
    }

    @Override
    public CompletableFuture<List<HistoryEntry>> readRepeatable(Connection conn) {
        return later(() -> capable().readRepeatable(conn));
    }

    @Override
    public CompletableFuture<?> writeRepeatable(Connection conn, HistoryEntry entry) {
        return act(() -> capable().writeRepeatable(conn, entry));
    }

    @Override
    public CompletableFuture<?> begin(Connection conn) {
        return act(() -> capable().begin(conn));
    }

    @Override
    public CompletableFuture<?> commit(Connection conn) {
        return act(() -> capable().commit(conn));
    }

    @Override
    public CompletableFuture<?> rollback(Connection conn) {
        return act(() -> capable().rollback(conn));
    }
}
