package io.fastmigrate.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import java.util.function.UnaryOperator;

/**
 * A database behind an application's HikariCP, which everything goes through: fastmigrate, and what the test itself asks.
 * A connection that is held while another one is wanted makes a pool of one fail after some seconds.
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
     * @param config where it leads; how many connections it has, and how long it keeps them, is set here
     * @param size how many connections it may have
     * @param settings what each builder is given
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

    /** Opens a pool that leads to a URL. */
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
