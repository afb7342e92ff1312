package io.fastmigrate.internal.adapter;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.CapableAsyncDatabaseAdapter;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An asynchronous adapter whose every hook is awaited before it returns. */
final class AwaitingAdapter<C extends @Nullable Object> implements CapableDatabaseAdapter<C> {

    private final AsyncDatabaseAdapter<C> adapter;
    private final Optional<Duration> timeout;

    /**
     * Makes one.
     *
     * @param timeout of each hook; empty for none
     */
    AwaitingAdapter(AsyncDatabaseAdapter<C> adapter, Optional<Duration> timeout) {
        this.adapter = adapter;
        this.timeout = timeout;
    }

    @Override
    public Set<AdapterCapability> capabilities() {
        return adapter instanceof CapableAsyncDatabaseAdapter<C> capable ? capable.capabilities() : Set.of();
    }

    private CapableAsyncDatabaseAdapter<C> capable() {
        return (CapableAsyncDatabaseAdapter<C>) adapter;
    }

    /** A handle that comes after no one waits for it any more is closed. */
    @Override
    public C getConnection(String db) throws Exception {
        CompletionStage<C> stage = adapter.getConnection(db);
        boolean done = false;
        try {
            C conn = await(stage);
            done = true;
            return conn;
        } finally {
            if (!done && stage != null) {
                stage.thenAccept(this::closeQuietly);
            }
        }
    }

    private void closeQuietly(C conn) {
        try {
            adapter.closeConnection(conn);
        } catch (Exception e) {
            return; // The run has failed, and says why.
        }
    }

    @Override
    public void ensureMetaTable(C conn) throws Exception {
        await(adapter.ensureMetaTable(conn));
    }

    @Override
    public int getVersion(C conn) throws Exception {
        Integer version = await(adapter.getVersion(conn));
        if (version == null) {
            throw new IllegalStateException("its value is null");
        }
        return version;
    }

    @Override
    public void setVersion(C conn, int version) throws Exception {
        await(adapter.setVersion(conn, version));
    }

    @Override
    public boolean executeSql(C conn, String sql) throws Exception {
        Boolean success = await(adapter.executeSql(conn, sql));
        return success == null || success;
    }

    /** An interrupt that came before must not keep the handle open. */
    @Override
    public void closeConnection(C conn) throws Exception {
        CompletionStage<?> stage = adapter.closeConnection(conn);
        if (stage != null) {
            await(stage);
        }
    }

    @Override
    public boolean tryLock(C conn) throws Exception {
        return Boolean.TRUE.equals(await(capable().tryLock(conn)));
    }

    @Override
    public void unlock(C conn) throws Exception {
        await(capable().unlock(conn));
    }

    @Override
    public List<HistoryEntry> readHistory(C conn) throws Exception {
        return await(capable().readHistory(conn));
    }

    @Override
    public void writeHistory(C conn, HistoryEntry entry) throws Exception {
        await(capable().writeHistory(conn, entry));
    }

    @Override
    public List<HistoryEntry> readRepeatable(C conn) throws Exception {
        return await(capable().readRepeatable(conn));
    }

    @Override
    public void writeRepeatable(C conn, HistoryEntry entry) throws Exception {
        await(capable().writeRepeatable(conn, entry));
    }

    @Override
    public void begin(C conn) throws Exception {
        await(capable().begin(conn));
    }

    @Override
    public void commit(C conn) throws Exception {
        await(capable().commit(conn));
    }

    @Override
    public void rollback(C conn) throws Exception {
        await(capable().rollback(conn));
    }

    private <T extends @Nullable Object> T await(@Nullable CompletionStage<T> stage) throws Exception {
        if (stage == null) {
            throw new IllegalStateException("it returned null instead of a CompletionStage");
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(failure);
            }
        });
        try {
            return timeout.isPresent() ? done.get(timeout.get().toNanos(), TimeUnit.NANOSECONDS) : done.get();
        } catch (InterruptedException e) {
            cancel(stage);
            throw e;
        } catch (TimeoutException e) {
            cancel(stage);
            throw new HookTimeoutException(timeout.orElseThrow());
        } catch (ExecutionException e) {
            if (Hooks.realCause(e) instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            return; // A stage need not be one that can be cancelled.
        }
    }
}
