package io.fastmigrate.internal.pool;

import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import javax.sql.DataSource;

/** How many connections an application's pool has at most, where its kind is known: HikariCP, DBCP 2, Tomcat's. */
public final class PoolSize {

    private static final Map<String, String> GETTERS = Map.of(
            "com.zaxxer.hikari.HikariDataSource", "getMaximumPoolSize",
            "org.apache.commons.dbcp2.BasicDataSource", "getMaxTotal",
            "org.apache.tomcat.jdbc.pool.DataSourceProxy", "getMaxActive");

    private PoolSize() {}

    /** Returns the number; empty for other data sources. */
    public static OptionalInt of(DataSource dataSource) {
        for (Map.Entry<String, String> getter : GETTERS.entrySet()) {
            OptionalInt size = ask(dataSource, getter.getKey(), getter.getValue());
            if (size.isPresent()) {
                return size;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt ask(DataSource dataSource, String type, String getter) {
        try {
            Class<?> pool = Class.forName(type, false, dataSource.getClass().getClassLoader());
            if (!pool.isInstance(dataSource) && !dataSource.isWrapperFor(pool)) {
                return OptionalInt.empty(); // H2 writes a trace file for a question that it cannot answer
            }
            Object inner = pool.isInstance(dataSource) ? dataSource : dataSource.unwrap(pool);
            return pool.getMethod(getter).invoke(inner) instanceof Integer size
                    ? OptionalInt.of(size)
                    : OptionalInt.empty();
        } catch (SQLException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            return OptionalInt.empty();
        }
    }
}
