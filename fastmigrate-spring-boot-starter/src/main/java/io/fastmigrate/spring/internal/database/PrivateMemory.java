package io.fastmigrate.spring.internal.database;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.internal.SqliteText;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/** Finds pools whose connections would each have a SQLite database in memory for itself: one migrated, the others empty. */
final class PrivateMemory {

    private static final String HIKARI = "com.zaxxer.hikari.HikariDataSource";

    private PrivateMemory() {}

    /** Knows HikariCP's pools, which Spring Boot makes; of others it does not know how many connections they hold. */
    static void refuse(DataSource dataSource, @Nullable ClassLoader classLoader) {
        if (ClassUtils.isPresent(HIKARI, classLoader)) {
            Hikari.refuse(dataSource);
        }
    }

    /** Apart, so that it is loaded only where HikariCP is there. */
    private static final class Hikari {

        private Hikari() {}

        static void refuse(DataSource dataSource) {
            HikariDataSource pool =
                    DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
            if (pool != null && pool.getMaximumPoolSize() != 1 && isPrivate(pool.getJdbcUrl())) {
                throw InvalidSettingException.of(
                        "Each connection of this pool would have its own empty database in memory: " + pool.getJdbcUrl()
                                + ".",
                        "Set spring.datasource.hikari.maximum-pool-size to 1, or share one database among the connections:"
                                + " jdbc:sqlite:file:app?mode=memory&cache=shared.");
            }
        }
    }

    static boolean isPrivate(@Nullable String url) {
        if (url == null || !url.startsWith(SqliteText.URL) || url.contains("cache=shared")) {
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
