package io.fastmigrate.test.examples;

import io.fastmigrate.adapter.AdapterCapability;
import io.fastmigrate.adapter.CapableAsyncDatabaseAdapter;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * PostgreSQL, by its reactive driver. {@code db} is an {@code r2dbc:} URL. A script and its version commit together; an
 * advisory lock keeps other processes out, and goes away with the connection.
 */
public class R2dbcPostgresAdapter implements CapableAsyncDatabaseAdapter<Connection> {

    private static final long LOCK = 0x666d_6967L;

    @Override
    public CompletionStage<Connection> getConnection(String db) {
        return Mono.<Connection>from(ConnectionFactories.get(db).create()).toFuture();
    }

    @Override
    public CompletionStage<?> ensureMetaTable(Connection conn) {
        return run(
                        conn,
                        "CREATE TABLE IF NOT EXISTS _meta (id integer PRIMARY KEY CHECK (id = 1),"
                                + " version integer NOT NULL DEFAULT 0);"
                                + " INSERT INTO _meta (id, version) VALUES (1, 0) ON CONFLICT DO NOTHING")
                .toFuture();
    }

    @Override
    public CompletionStage<Integer> getVersion(Connection conn) {
        return value(conn, "SELECT version FROM _meta WHERE id = 1", Integer.class)
                .toFuture();
    }

    @Override
    public CompletionStage<?> setVersion(Connection conn, int version) {
        return run(conn, "UPDATE _meta SET version = " + version + " WHERE id = 1")
                .toFuture();
    }

    @Override
    public CompletionStage<Boolean> executeSql(Connection conn, String sql) {
        return run(conn, sql).thenReturn(true).toFuture();
    }

    @Override
    public CompletionStage<?> closeConnection(Connection conn) {
        return done(conn.close());
    }

    @Override
    public Set<AdapterCapability> capabilities() {
        return Set.of(AdapterCapability.TRANSACTIONS, AdapterCapability.LOCK);
    }

    @Override
    public CompletionStage<?> begin(Connection conn) {
        return done(conn.beginTransaction());
    }

    @Override
    public CompletionStage<?> commit(Connection conn) {
        return done(conn.commitTransaction());
    }

    @Override
    public CompletionStage<?> rollback(Connection conn) {
        return done(conn.rollbackTransaction());
    }

    @Override
    public CompletionStage<Boolean> tryLock(Connection conn) {
        return value(conn, "SELECT pg_try_advisory_lock(" + LOCK + ")", Boolean.class)
                .toFuture();
    }

    @Override
    public CompletionStage<?> unlock(Connection conn) {
        return run(conn, "SELECT pg_advisory_unlock(" + LOCK + ")").toFuture();
    }

    @Override
    public boolean accepts(String db) {
        return db.startsWith("r2dbc:postgresql:");
    }

    /** Without parameters the driver sends the text as it is, however many statements it has. */
    private static Mono<Void> run(Connection conn, String sql) {
        return Flux.from(conn.createStatement(sql).execute())
                .concatMap(result -> Flux.from(result.getRowsUpdated()))
                .then();
    }

    private static <T> Mono<T> value(Connection conn, String sql, Class<T> type) {
        return Flux.from(conn.createStatement(sql).execute())
                .concatMap(result -> Flux.from(result.map((row, metadata) -> row.get(0, type))))
                .next();
    }

    private static CompletionStage<Void> done(Publisher<Void> publisher) {
        return Mono.from(publisher).toFuture();
    }
}
