package io.fastmigrate.internal.adapter;

import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.CapableDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An adapter that has the hooks and no more. */
final class MinimalAdapter<C extends @Nullable Object> implements CapableDatabaseAdapter<C> {

    private final DatabaseAdapter<C> adapter;

    MinimalAdapter(DatabaseAdapter<C> adapter) {
        this.adapter = adapter;
    }

    @Override
    public Set<AdapterCapability> capabilities() {
        return Set.of();
    }

    @Override
    public C getConnection(String db) throws Exception {
        return adapter.getConnection(db);
    }

    @Override
    public void ensureMetaTable(C conn) throws Exception {
        adapter.ensureMetaTable(conn);
    }

    @Override
    public int getVersion(C conn) throws Exception {
        return adapter.getVersion(conn);
    }

    @Override
    public void setVersion(C conn, int version) throws Exception {
        adapter.setVersion(conn, version);
    }

    @Override
    public boolean executeSql(C conn, String sql) throws Exception {
        return adapter.executeSql(conn, sql);
    }

    @Override
    public void closeConnection(C conn) throws Exception {
        adapter.closeConnection(conn);
    }
}
