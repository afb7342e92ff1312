package io.fastmigrate.spring.internal.datasource;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.DatabaseProperties;
import io.fastmigrate.spring.internal.H2Memory;
import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SqliteText;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Where the application's connections lead that are made of {@code db}. */
public final class ApplicationTarget {

    private static final String JDBC = "jdbc:";
    private static final String DATA_SOURCE = "spring.datasource.";

    private ApplicationTarget() {}

    /** Connects as the user of {@code spring.datasource}, where one is named, else as the one who migrates. */
    public static JdbcTarget of(
            DatabaseProperties properties, Environment environment, @Nullable ClassLoader classLoader) {
        String user = property(environment, "username");
        String driver = environment.getProperty(DATA_SOURCE + "driver-class-name");
        JdbcTarget target = of(properties);
        String username = user != null ? user : target.username();
        String password = user != null ? property(environment, "password") : target.password();
        boolean tomcat = PoolDefaults.isTomcat(environment, classLoader);
        return new JdbcTarget(
                target.url(),
                tomcat ? Objects.requireNonNullElse(username, "") : username,
                tomcat ? Objects.requireNonNullElse(password, "") : password,
                StringUtils.hasText(driver) ? driver : target.driverClassName());
    }

    public static JdbcTarget of(DatabaseProperties properties) {
        String url = url(SqliteText.tidy(String.valueOf(properties.getDb())).strip());
        return new JdbcTarget(url, properties.getUsername(), properties.getPassword(), driver(url));
    }

    private static @Nullable String property(Environment environment, String name) {
        String value = environment.getProperty(DATA_SOURCE + name);
        return StringUtils.hasText(value) ? value : environment.getProperty(DATA_SOURCE + "hikari." + name);
    }

    /** A path becomes a URI, which escapes what the driver would take for parameters, and never makes a file. */
    private static String url(String pathOrUrl) {
        if (pathOrUrl.startsWith(JDBC)) {
            return H2Memory.kept(pathOrUrl);
        }
        if (pathOrUrl.startsWith(SqliteText.FILE)) {
            int parameters = pathOrUrl.indexOf('?');
            String rest = parameters < 0 ? "" : pathOrUrl.substring(parameters + 1);
            String mode = rest.contains("mode=") ? "?" + rest : "?mode=rw" + (rest.isEmpty() ? "" : "&" + rest);
            return SqliteText.URL
                    + Path.of(FastMigrate.database(SqliteText.URL + pathOrUrl)
                                    .build()
                                    .databaseName())
                            .toUri()
                    + mode;
        }
        return SqliteText.URL + Path.of(pathOrUrl).toAbsolutePath().toUri() + "?mode=rw";
    }

    /** Spring Boot does not know all drivers by name, DuckDB's for one. */
    private static String driver(String url) {
        String known = DatabaseDriver.fromJdbcUrl(url).getDriverClassName();
        if (known != null) {
            return known;
        }
        try {
            return DriverManager.getDriver(url).getClass().getName();
        } catch (SQLException e) {
            String scheme = url.replaceFirst("^(jdbc:[^:;?/]*).*$", "$1:...");
            throw InvalidSettingException.of(
                    "There is no JDBC driver for the URL of fastmigrate.db: " + scheme,
                    "Correct the URL, or add the database's driver to the dependencies.");
        }
    }
}
