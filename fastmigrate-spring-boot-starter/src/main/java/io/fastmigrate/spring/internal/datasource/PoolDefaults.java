package io.fastmigrate.spring.internal.datasource;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SqliteText;
import io.fastmigrate.spring.internal.database.MigrationUser;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.StringUtils;

/**
 * Sets what connections of an application to {@code db} need, before {@code spring.datasource.hikari.*} and its like are
 * applied, which so have the last word.
 */
public final class PoolDefaults implements BeanPostProcessor, PriorityOrdered {

    /** A transaction that begins by reading cannot wait for another writer: SQLite refuses its first write at once. */
    private static final Map<String, String> SQLITE =
            new TreeMap<>(Map.of("busy_timeout", "5000", "foreign_keys", "true", "transaction_mode", "IMMEDIATE"));

    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";
    private static final String TOMCAT = "org.apache.tomcat.jdbc.pool.DataSource";
    private static final String DBCP = "org.apache.commons.dbcp2.BasicDataSource";

    private final Environment environment;

    public PoolDefaults(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (name.equals("dataSource") && bean instanceof DataSource pool) {
            String db = SqliteText.tidy(environment.getProperty("fastmigrate.db", ""));
            tune(pool, !db.startsWith("jdbc:") || db.startsWith(SqliteText.URL), schema());
        }
        return bean;
    }

    /** Tells whether Spring Boot makes the Tomcat pool, which takes no null for a user or a password. */
    static boolean isTomcat(Environment environment, @Nullable ClassLoader classLoader) {
        String named = environment.getProperty("spring.datasource.type", "");
        Class<?> found = DataSourceBuilder.findType(classLoader);
        return StringUtils.hasText(named)
                ? named.strip().equals(TOMCAT)
                : found != null && found.getName().equals(TOMCAT);
    }

    private @Nullable String schema() {
        String schema = environment.getProperty("fastmigrate.schema");
        return StringUtils.hasText(schema) ? schema : null;
    }

    /** Makes its own pool for a named database, or connections without one where no pool is on the class path. */
    static DataSource make(JdbcTarget target, @Nullable String schema, @Nullable ClassLoader classLoader) {
        if (DataSourceBuilder.findType(classLoader) == null) {
            return unpooled(target);
        }
        DataSource pool = MigrationUser.of(target, DataSourceBuilder.create(classLoader));
        tune(pool, target.url().startsWith(SqliteText.URL), schema);
        return pool;
    }

    public static DataSource unpooled(JdbcTarget target) {
        SimpleDriverDataSource connections =
                MigrationUser.of(target, DataSourceBuilder.create().type(SimpleDriverDataSource.class));
        if (target.url().startsWith(SqliteText.URL)) {
            Properties properties = new Properties();
            properties.putAll(SQLITE);
            connections.setConnectionProperties(properties);
        }
        return connections;
    }

    private static void tune(DataSource pool, boolean sqlite, @Nullable String schema) {
        switch (pool.getClass().getName()) {
            case HIKARI -> Hikari.tune(pool, sqlite, schema);
            case TOMCAT -> tune(pool, sqlite, "initialSize", "minIdle");
            case DBCP -> tune(pool, sqlite);
            default -> {
                // What it needs is said in the URL.
            }
        }
    }

    /** Both pools take the settings of connections as one text, and few idle connections to one file. */
    private static void tune(DataSource pool, boolean sqlite, String... sizes) {
        if (sqlite) {
            BeanWrapperImpl properties = new BeanWrapperImpl(pool);
            properties.setPropertyValue(
                    "connectionProperties",
                    SQLITE.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(";")));
            for (String size : sizes) {
                properties.setPropertyValue(size, 1);
            }
        }
    }

    /** Before the properties are bound, at {@code HIGHEST_PRECEDENCE + 1}. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** Apart, so that it is loaded only where HikariCP is there. */
    private static final class Hikari {

        private Hikari() {}

        static void tune(DataSource dataSource, boolean sqlite, @Nullable String schema) {
            HikariDataSource pool = (HikariDataSource) dataSource;
            if (sqlite) {
                pool.setMinimumIdle(1);
                SQLITE.forEach(pool::addDataSourceProperty);
            } else {
                pool.setSchema(schema);
            }
        }
    }
}
