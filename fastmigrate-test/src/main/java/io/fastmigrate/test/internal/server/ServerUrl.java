package io.fastmigrate.test.internal.server;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.test.TestServer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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

    private static final Pattern POSTGRESQL =
            Pattern.compile("jdbc:postgresql:(?:(//[^/?]*)(?:/[^/?]*)?|[^/?]*)(\\?.*)?", Pattern.DOTALL);

    /**
     * Takes the URL of a server apart.
     *
     * @throws IllegalStateException if it is no PostgreSQL's
     */
    static ServerUrl of(TestServer server, String url) {
        Matcher parts = POSTGRESQL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException(
                    server.getClass().getName() + " leads to " + url.replaceFirst("(?s)^(jdbc:[^:/?]*:).*$", "$1...")
                            + " but @FastMigrateTest makes databases on PostgreSQL, H2 and DuckDB. Return a URL such as"
                            + " jdbc:postgresql://localhost/postgres, of a container its getJdbcUrl(), or remove the attribute"
                            + " for SQLite.");
        }
        String host = parts.group(1);
        String end = parts.group(2);
        return new ServerUrl(
                url,
                "jdbc:postgresql:" + (host == null ? "" : host + "/"),
                end == null ? "" : end,
                server.username(),
                server.password());
    }

    /** Returns the parameters by which the same scripts could make another database. */
    String settings() {
        return Arrays.stream(end.split("[?&]", -1))
                .filter(parameter -> parameter.startsWith("currentSchema=") || parameter.startsWith("options="))
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
    DataSource dataSource(String database) {
        return new Connections(this, of(database));
    }

    /** Shows no password, which may be in the URL too. */
    @Override
    public String toString() {
        return start;
    }

    private record Connections(ServerUrl server, String url) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return server.connect(url);
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return DriverManager.getConnection(url, username, password);
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter writer) {}

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException("Set the login timeout in the URL.");
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            if (type.isInstance(this)) {
                return type.cast(this);
            }
            throw new SQLException("This is no " + type.getName() + ".");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }
    }
}
