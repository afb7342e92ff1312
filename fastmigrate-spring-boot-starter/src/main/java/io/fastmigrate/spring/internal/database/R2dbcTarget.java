package io.fastmigrate.spring.internal.database;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.spring.internal.H2Memory;
import io.fastmigrate.spring.internal.JdbcTarget;
import io.fastmigrate.spring.internal.SpringBootNames;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.util.ClassUtils;

/** Where JDBC reaches the database of an application that itself reaches it by R2DBC. */
final class R2dbcTarget {

    private static final Map<String, String> ARTIFACTS = Map.of(
            "postgresql", "org.postgresql:postgresql",
            "mariadb", "org.mariadb.jdbc:mariadb-java-client",
            "mysql", "com.mysql:mysql-connector-j",
            "h2", "com.h2database:h2");

    /** Options of connections that both drivers know: of R2DBC's, and what JDBC's calls them. */
    private static final Map<String, Map<String, String>> SHARED = Map.of(
            "postgresql",
            Map.of("schema", "currentSchema", "sslRootCert", "sslrootcert", "sslCert", "sslcert", "sslKey", "sslkey"),
            "mariadb",
            Map.of("sslMode", "sslMode", "serverSslCert", "serverSslCert"),
            "mysql",
            Map.of("sslMode", "sslMode"),
            "h2",
            Map.of());

    private R2dbcTarget() {}

    /** Returns where it is; null where the application has no {@code ConnectionFactory}. */
    static @Nullable JdbcTarget of(ListableBeanFactory beans, @Nullable ClassLoader classLoader) {
        if (!ClassUtils.isPresent(SpringBootNames.R2DBC_FACTORY, classLoader)) {
            return null;
        }
        return Reader.read(beans, classLoader);
    }

    /** Returns the JDBC URL that follows from the options of R2DBC's. */
    static String url(ConnectionFactoryOptions options) {
        return Reader.url(options);
    }

    private static InvalidSettingException unknown(String driver) {
        return InvalidSettingException.of(
                "The migration connects by JDBC, and the R2DBC URL of this database cannot be converted to a"
                        + " JDBC URL (" + driver
                        + ").",
                "Set fastmigrate.db to the database's JDBC URL, and username and password beside it.");
    }

    /** Apart, so that it is loaded only where R2DBC is there. */
    private static final class Reader {

        private static final Option<String> SSL_MODE = Option.valueOf("sslMode");

        private Reader() {}

        static @Nullable JdbcTarget read(ListableBeanFactory beans, @Nullable ClassLoader classLoader) {
            ConnectionFactory factory =
                    beans.getBeanProvider(ConnectionFactory.class).getIfUnique();
            if (factory == null) {
                return null;
            }
            OptionsCapableConnectionFactory known = OptionsCapableConnectionFactory.unwrapFrom(factory);
            if (known == null) {
                throw unknown(factory.getMetadata().getName());
            }
            ConnectionFactoryOptions options = known.getOptions();
            String url = url(options);
            requireDriver(url, classLoader);
            return new JdbcTarget(
                    url,
                    text(options, ConnectionFactoryOptions.USER),
                    text(options, ConnectionFactoryOptions.PASSWORD),
                    null);
        }

        private static String url(ConnectionFactoryOptions options) {
            String driver = String.valueOf(text(options, ConnectionFactoryOptions.DRIVER));
            String protocol = text(options, ConnectionFactoryOptions.PROTOCOL);
            if (List.of("pool", "proxy").contains(driver) && protocol != null) {
                int rest = protocol.indexOf(':');
                driver = rest < 0 ? protocol : protocol.substring(0, rest);
                protocol = rest < 0 ? null : protocol.substring(rest + 1);
            }
            String database = text(options, ConnectionFactoryOptions.DATABASE);
            return switch (driver) {
                case "postgresql", "postgres" -> server("postgresql", options, database, sslOfPostgres(options));
                case "mariadb", "mysql" -> server(driver, options, database, null);
                case "h2" -> h2(protocol, options, database);
                default -> throw unknown(driver);
            };
        }

        private static String server(
                String scheme, ConnectionFactoryOptions options, @Nullable String database, @Nullable String first) {
            String host = text(options, ConnectionFactoryOptions.HOST);
            if (host == null || database == null) {
                throw unknown(scheme);
            }
            String port = text(options, ConnectionFactoryOptions.PORT);
            StringBuilder url = new StringBuilder("jdbc:" + scheme + "://" + host);
            url.append(port == null ? "" : ":" + port).append('/').append(inPath(database, scheme));
            char separator = '?';
            if (first != null) {
                url.append(separator).append(first);
                separator = '&';
            }
            for (Map.Entry<String, String> shared :
                    SHARED.getOrDefault(scheme, Map.of()).entrySet()) {
                String value = text(options, Option.valueOf(shared.getKey()));
                if (value != null) {
                    url.append(separator).append(shared.getValue()).append('=').append(value);
                    separator = '&';
                }
            }
            return url.toString();
        }

        /** R2DBC has decoded the name, and of the drivers only MariaDB's takes it as it is written. */
        private static String inPath(String database, String scheme) {
            return scheme.equals("mariadb")
                    ? database
                    : URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private static @Nullable String sslOfPostgres(ConnectionFactoryOptions options) {
            String mode = text(options, SSL_MODE);
            if (mode != null) {
                return "sslmode=" + mode.toLowerCase(Locale.ROOT).replace('_', '-');
            }
            return "true".equals(text(options, ConnectionFactoryOptions.SSL)) ? "sslmode=verify-full" : null;
        }

        /** Has the same settings as R2DBC's: who opens a database first decides them. */
        private static String h2(
                @Nullable String protocol, ConnectionFactoryOptions options, @Nullable String database) {
            String settings = text(options, Option.valueOf("options"));
            String suffix = settings == null || settings.isBlank() ? "" : ";" + settings.strip();
            return switch (String.valueOf(database == null ? null : protocol)) {
                case "mem" -> H2Memory.kept("jdbc:h2:mem:" + database + suffix);
                case "file" -> "jdbc:h2:file:" + database + suffix;
                case "tcp", "ssl" -> {
                    String port = text(options, ConnectionFactoryOptions.PORT);
                    yield "jdbc:h2:" + protocol + "://" + text(options, ConnectionFactoryOptions.HOST)
                            + (port == null ? "" : ":" + port) + "/" + database + suffix;
                }
                default -> throw unknown("h2");
            };
        }

        private static void requireDriver(String url, @Nullable ClassLoader classLoader) {
            String driver = DatabaseDriver.fromJdbcUrl(url).getDriverClassName();
            if (driver != null && !ClassUtils.isPresent(driver, classLoader)) {
                String scheme = url.substring("jdbc:".length(), url.indexOf(':', "jdbc:".length()));
                throw InvalidSettingException.of(
                        "The application uses R2DBC and the migration uses JDBC, but the JDBC driver is not"
                                + " on the class path: " + driver + ".",
                        "Add the dependency " + ARTIFACTS.getOrDefault(scheme, "of that driver")
                                + " with the scope runtime.");
            }
        }

        private static @Nullable String text(ConnectionFactoryOptions options, Option<?> option) {
            Object value = options.getValue(option);
            return value == null ? null : value.toString();
        }
    }
}
