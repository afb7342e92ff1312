package io.fastmigrate.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import java.util.function.UnaryOperator;

/**
 * A database with an application's HikariCP, which fastmigrate and the test itself use. If a connection is held while
 * another one is requested, a pool of one connection fails after some seconds.
 */
public final class PooledDatabase extends JdbcDatabase implements AutoCloseable {

    private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;

    private final HikariDataSource pool;

    private PooledDatabase(HikariDataSource pool, UnaryOperator<FastMigrateBuilder> settings) {
        super(() -> settings.apply(FastMigrate.dataSource(pool)), pool::getConnection);
        this.pool = pool;
    }

    /**
     * Opens a pool.
     *
     * @param config the database; the number of connections and their lifetime are overwritten
     * @param size the number of connections
     * @param settings adds settings to each builder
     */
    public static PooledDatabase open(HikariConfig config, int size, UnaryOperator<FastMigrateBuilder> settings) {
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setKeepaliveTime(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        return new PooledDatabase(new HikariDataSource(config), settings);
    }

    /** Opens a pool for a URL. */
    public static PooledDatabase open(String url, int size, UnaryOperator<FastMigrateBuilder> settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        return open(config, size, settings);
    }

    /** Returns the pool. */
    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
