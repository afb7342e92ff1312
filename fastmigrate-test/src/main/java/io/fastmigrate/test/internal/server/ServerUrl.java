package io.fastmigrate.test.internal.server;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.test.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the databases of a server are reached.
 *
 * @param own the URL as it was given
 * @param start of the URL, up to the name of the database
 * @param end of the URL, behind that name
 */
record ServerUrl(
        String own,
        String start,
        String end,
        @Nullable String username,
        @Nullable String password) {

    /** One server; not the modes of drivers that spread connections over several. */
    private static final Pattern URL = Pattern.compile(
            "jdbc:(?:postgresql:(?:(?://[^/?]*)(?:/[^/?]*)?|[^/?]*)|(?:mariadb|mysql)://[^/?,]*(?:/[^/?]*)?)(?:\\?.*)?",
            Pattern.DOTALL);

    private static final Pattern START = Pattern.compile("jdbc:[a-z]+:(?://[^/?]*)?");

    /** Parameters by which the same scripts could make another database. */
    private static final Set<String> SETTINGS = Set.of(
            "currentSchema", "options", "sessionVariables", "initSql", "connectionCollation", "characterEncoding");

    /** A connection that comes too late must not make a database again that was dropped. */
    private static final String MAKES_DATABASES = "createDatabaseIfNotExist";

    /**
     * Takes the URL of a server apart.
     *
     * @throws IllegalStateException if it is none of PostgreSQL, MariaDB or MySQL
     */
    static ServerUrl of(TestServer server, String url) {
        Matcher start = START.matcher(url);
        if (!URL.matcher(url).matches() || !start.lookingAt()) {
            throw new IllegalStateException(
                    server.getClass().getName() + " leads to " + url.replaceFirst("(?s)^(jdbc:[^:/?]*:).*$", "$1...")
                            + " but @FastMigrateTest makes databases on one server of PostgreSQL, MariaDB or MySQL, and of H2"
                            + " and DuckDB. Return a URL such as jdbc:postgresql://localhost/postgres, of a container its"
                            + " getJdbcUrl(), or remove the attribute for SQLite.");
        }
        int question = url.indexOf('?');
        String end = parameters(question < 0 ? "" : url.substring(question + 1))
                .filter(parameter -> !name(parameter).equals(MAKES_DATABASES))
                .collect(Collectors.joining("&"));
        String host = start.group();
        return new ServerUrl(
                url,
                host + (host.endsWith(":") ? "" : "/"),
                end.isEmpty() ? "" : "?" + end,
                server.username(),
                server.password());
    }

    private static Stream<String> parameters(String text) {
        return Arrays.stream(text.split("&", -1)).filter(parameter -> !parameter.isEmpty());
    }

    private static String name(String parameter) {
        return parameter.split("=", 2)[0];
    }

    boolean isPostgresql() {
        return start.startsWith("jdbc:postgresql:");
    }

    /** Returns the parameters by which the same scripts could make another database. */
    String settings() {
        return parameters(end.replaceFirst("^\\?", ""))
                .filter(parameter -> SETTINGS.contains(name(parameter)))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    FastMigrateBuilder builder(String database) {
        FastMigrateBuilder builder = FastMigrate.database(of(database));
        if (username != null) {
            builder.username(username);
        }
        return password == null ? builder : builder.password(password);
    }

    /** Returns the URL of a database whose name needs no quotes. */
    String of(String database) {
        return start + database + end;
    }

    Connection connect(String url) throws SQLException {
        Properties login = new Properties();
        if (username != null) {
            login.setProperty("user", username);
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return DriverManager.getConnection(url, login);
    }

    /** Returns a data source that opens a new connection each time. */
    TestConnections dataSource(String database) {
        return new TestConnections(this, of(database));
    }

    /** Shows no password, which may be in the URL too. */
    @Override
    public String toString() {
        return start;
    }
}
