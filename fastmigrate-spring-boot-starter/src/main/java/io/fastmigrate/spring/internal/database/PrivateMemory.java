package io.fastmigrate.spring.internal.database;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.internal.H2Memory;
import io.fastmigrate.spring.internal.SqliteText;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.ClassUtils;

/**
 * Finds a DataSource whose connections do not all reach what is migrated in memory: each has a database for itself, or the database
 * ends with the last connection.
 */
final class PrivateMemory {

    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";
    private static final String TOMCAT = "org.apache.tomcat.jdbc.pool.DataSource";
    private static final String DBCP = "org.apache.commons.dbcp2.BasicDataSource";

    private static final String H2 = "jdbc:h2:mem:";
    private static final String DUCKDB = "jdbc:duckdb:";

    private PrivateMemory() {}

    /** Knows the pools that Spring Boot makes, and connections without a pool. */
    static void refuse(DataSource dataSource, @Nullable ClassLoader classLoader) {
        DataSource target = dataSource;
        while (target instanceof DelegatingDataSource proxy && proxy.getTargetDataSource() != null) {
            target = proxy.getTargetDataSource();
        }
        if (ClassUtils.isPresent(HIKARI, classLoader) && Hikari.refuse(dataSource)) {
            return;
        }
        switch (target.getClass().getName()) {
            case TOMCAT -> refuse(target, "maxActive", "spring.datasource.tomcat.max-active");
            case DBCP -> refuse(target, "maxTotal", "spring.datasource.dbcp2.max-total");
            default -> {
                if (target instanceof AbstractDriverBasedDataSource driver
                        && !(target instanceof SingleConnectionDataSource)) {
                    refuseUnpooled(driver.getUrl());
                }
            }
        }
    }

    private static void refuse(DataSource pool, String size, String property) {
        BeanWrapperImpl properties = new BeanWrapperImpl(pool);
        refuse((String) properties.getPropertyValue("url"), (Integer) properties.getPropertyValue(size), property);
    }

    private static void refuse(@Nullable String url, @Nullable Integer size, String property) {
        String shared = url == null ? null : shared(url);
        if (shared != null && (size == null || size != 1)) {
            throw InvalidSettingException.of(
                    "Each connection of this pool would have its own empty database in memory: " + shown(url) + ".",
                    "Set " + property + " to 1, or share one database among the connections: " + shared + ".");
        }
    }

    private static void refuseUnpooled(@Nullable String url) {
        if (url == null) {
            return;
        }
        boolean memory = shared(url) != null || isNamed(url);
        if (memory && url.regionMatches(true, 0, H2, 0, H2.length())) {
            String name = shared(url) == null ? url : "jdbc:h2:mem:app";
            if (!H2Memory.kept(name).equals(url)) {
                throw InvalidSettingException.of(
                        "This database in memory ends with each connection, as there is no pool: " + shown(url) + ".",
                        "Keep it by DB_CLOSE_DELAY=-1: " + H2Memory.kept(shown(name)) + ".");
            }
        } else if (memory) {
            throw InvalidSettingException.of(
                    "This database in memory ends with each connection, as there is no pool: " + shown(url) + ".",
                    "Use a pool, such as HikariCP's, or a file.");
        }
    }

    /** Refuses a database that the migration's own connection would take with it. */
    static void refuseToLose(String db) {
        if (db.regionMatches(true, 0, H2, 0, H2.length()) && shared(db) != null) {
            throw InvalidSettingException.of(
                    "This database in memory would end with the migration's connection: " + shown(db) + ".",
                    "Give it a name, such as jdbc:h2:mem:app.");
        }
        if (isDuckDb(db)) {
            throw InvalidSettingException.of(
                    "This database of DuckDB in memory would end with the migration's connection: " + shown(db) + ".",
                    "Set spring.datasource.url to jdbc:duckdb::memory:app, which the application's pool keeps, or db to a file.");
        }
    }

    /** Without parameters, of which one may be a password. */
    private static String shown(@Nullable String url) {
        return url == null ? "" : url.split("[;?]", 2)[0];
    }

    /** Apart, so that it is loaded only where HikariCP is there. */
    private static final class Hikari {

        private Hikari() {}

        static boolean refuse(DataSource dataSource) {
            HikariDataSource pool =
                    DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
            if (pool != null) {
                PrivateMemory.refuse(
                        pool.getJdbcUrl(), pool.getMaximumPoolSize(), "spring.datasource.hikari.maximum-pool-size");
            }
            return pool != null;
        }
    }

    /** Returns a URL of a database that connections share; null where those of this one do, or where it is not in memory. */
    static @Nullable String shared(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(H2)) {
            return lower.equals(H2) || lower.startsWith(H2 + ";") ? "jdbc:h2:mem:app;DB_CLOSE_DELAY=-1" : null;
        }
        if (lower.startsWith(DUCKDB)) {
            String path = lower.substring(DUCKDB.length()).replaceFirst("(?s)[;?].*$", "");
            return path.isEmpty() || path.matches(":?memory:") ? "jdbc:duckdb::memory:app" : null;
        }
        return isPrivateSqlite(lower) ? "jdbc:sqlite:file:app?mode=memory&cache=shared" : null;
    }

    private static boolean isNamed(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith(H2)
                ? !lower.contains(";db_close_delay=")
                : isDuckDb(lower) || (lower.startsWith(SqliteText.URL) && lower.contains("mode=memory"));
    }

    private static boolean isDuckDb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith(DUCKDB + ":memory:") || lower.startsWith(DUCKDB + "memory:");
    }

    private static boolean isPrivateSqlite(String url) {
        if (!url.startsWith(SqliteText.URL) || url.contains("cache=shared")) {
            return false;
        }
        String rest = url.substring(SqliteText.URL.length());
        int parameters = rest.indexOf('?');
        String path = parameters < 0 ? rest : rest.substring(0, parameters);
        return path.isEmpty()
                || path.equals(":memory:")
                || path.equals("file::memory:")
                || rest.contains("mode=memory");
    }
}
