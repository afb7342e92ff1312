package io.fastmigrate.internal.adapter;

import io.fastmigrate.adapter.DatabaseAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database in memory that notes each call of a hook, and does something else there where a test wants it. */
final class RecordingAdapter implements DatabaseAdapter<RecordingAdapter.Handle> {

    record Handle(int number) {}

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final List<String> scripts = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Callable<?>> instead = new HashMap<>();
    volatile @Nullable Integer version;
    private final AtomicInteger handles = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    private @Nullable Object hook(String name, String call) throws Exception {
        calls.add(call);
        if (running.incrementAndGet() > 1) {
            calls.add("two at a time");
        }
        try {
            Callable<?> other = instead.get(name);
            return other == null ? null : other.call();
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public Handle getConnection(String db) throws Exception {
        hook("getConnection", "getConnection " + db);
        return new Handle(handles.incrementAndGet());
    }

    @Override
    public void ensureMetaTable(Handle conn) throws Exception {
        hook("ensureMetaTable", "ensureMetaTable " + conn.number());
        version = version == null ? 0 : version;
    }

    @Override
    public int getVersion(Handle conn) throws Exception {
        Object other = hook("getVersion", "getVersion " + conn.number());
        if (other instanceof Integer number) {
            return number;
        }
        Integer now = version;
        if (now == null) {
            throw new IllegalStateException("no such table: _meta");
        }
        return now;
    }

    @Override
    public void setVersion(Handle conn, int version) throws Exception {
        hook("setVersion", "setVersion " + conn.number() + " " + version);
        this.version = version;
    }

    @Override
    public boolean executeSql(Handle conn, String sql) throws Exception {
        Object other = hook("executeSql", "executeSql " + conn.number() + " " + sql.strip());
        scripts.add(sql);
        return !Boolean.FALSE.equals(other);
    }

    @Override
    public void closeConnection(Handle conn) throws Exception {
        hook("closeConnection", "closeConnection " + conn.number());
    }
}
