package io.fastmigrate.internal.jdbc.connection;

import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.OneLine;
import io.fastmigrate.internal.jdbc.dump.DumpLogin;
import io.fastmigrate.internal.jdbc.dump.ServerAddress;
import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.pool.PoolSize;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where connections come from: a URL and its driver, or an application's data source. Safe for use by several threads. */
public final class JdbcSource {

    private static final Map<String, String> ARTIFACTS = Map.of(
            "postgresql", "org.postgresql:postgresql",
            "mysql", "com.mysql:mysql-connector-j",
            "mariadb", "org.mariadb.jdbc:mariadb-java-client",
            "h2", "com.h2database:h2",
            "duckdb", "org.duckdb:duckdb_jdbc",
            "sqlserver", "com.microsoft.sqlserver:mssql-jdbc",
            "oracle", "com.oracle.database.jdbc:ojdbc11");

    private static final String SINGLE = "org.springframework.jdbc.datasource.SingleConnectionDataSource";

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final @Nullable DataSource dataSource;
    private final @Nullable Driver driver;
    private final JdbcUrl url;
    private final JdbcAccess access;
    private final Secrets secrets;

    private JdbcSource(@Nullable DataSource dataSource, @Nullable Driver driver, JdbcUrl url, JdbcAccess access) {
        this.dataSource = dataSource;
        this.driver = driver;
        this.url = url;
        this.access = access;
        List<String> values = new ArrayList<>(url.secrets());
        if (access.password() != null) {
            values.add(access.password());
        }
        this.secrets = new Secrets(values);
    }

    /**
     * Finds the driver of a URL.
     *
     * @throws InvalidSettingException if there is none
     */
    public static JdbcSource of(String text, JdbcAccess access) {
        JdbcUrl url = JdbcUrl.parse(text);
        Driver driver = driver(url)
                .orElseThrow(() -> InvalidSettingException.of(
                        "There is no JDBC driver for this URL: jdbc:" + url.scheme() + ":...",
                        ARTIFACTS.containsKey(url.scheme())
                                ? "Put " + ARTIFACTS.get(url.scheme())
                                        + " on the class path (for the command line: its jar into the folder drivers)."
                                : "Correct the URL, or put the database's driver on the class path (for the command"
                                        + " line: into the folder drivers)."));
        return new JdbcSource(null, driver, url, access);
    }

    /**
     * Takes an application's data source.
     *
     * @param url what it leads to, as the driver tells it
     */
    public static JdbcSource of(DataSource dataSource, String url, JdbcAccess access) {
        return new JdbcSource(dataSource, null, JdbcUrl.parse(url), access);
    }

    private static Optional<Driver> driver(JdbcUrl url) {
        String asked = url.forAnyDriver();
        Optional<Driver> known =
                DriverManager.drivers().filter(driver -> accepts(driver, asked)).findFirst();
        if (known.isPresent()) {
            return known;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return ServiceLoader.load(Driver.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(driver -> accepts(driver, asked))
                .findFirst();
    }

    /** Asks without secrets: a driver logs a URL that it does not take. */
    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns what messages call the database: its URL without secrets, and the schema where one is set. */
    public String name() {
        String schema = access.schema();
        if (schema == null) {
            return url.shown();
        }
        return url.shown() + (isSchemaDatabase() ? " (database " : " (schema ") + OneLine.of(schema) + ")";
    }

    /** Tells whether a schema is what its server calls a database. */
    public boolean isSchemaDatabase() {
        return url.scheme().equals("mysql") || url.scheme().equals("mariadb");
    }

    public JdbcUrl url() {
        return url;
    }

    public JdbcAccess access() {
        return access;
    }

    public Secrets secrets() {
        return secrets;
    }

    /** Tells whether everybody gets the same connection, which is the application's only one and must not be ended. */
    boolean isSingleConnection() {
        for (Class<?> type = dataSource == null ? null : dataSource.getClass();
                type != null;
                type = type.getSuperclass()) {
            if (type.getName().equals(SINGLE)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether there is never a second connection beside one that is in use. */
    public boolean isPoolOfOne() {
        return poolSize().orElse(0) == 1;
    }

    /** Returns how many connections there are at most; empty where there is no limit, or none that is known. */
    public OptionalInt poolSize() {
        return dataSource == null ? OptionalInt.empty() : PoolSize.of(dataSource);
    }

    /** Returns the application's data source, by which those are known who share it. */
    public Optional<Object> pool() {
        return Optional.ofNullable(dataSource);
    }

    public boolean isDataSource() {
        return dataSource != null;
    }

    /** Returns the user that logs in; empty where the DataSource or the driver chooses it. */
    public Optional<String> user() {
        return Optional.ofNullable(access.username() != null ? access.username() : url.user());
    }

    /** Returns the environment with which a process logs in; no other process gets it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        put(environment, "FASTMIGRATE_DB_USER", user().orElse(null));
        put(environment, "FASTMIGRATE_DB_PASSWORD", access.password() != null ? access.password() : url.password());
        put(environment, "FASTMIGRATE_DB_SCHEMA", access.schema());
        return environment;
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** Makes a connection one's own; closes it where that fails. */
    @FunctionalInterface
    public interface Use<T> {
        T of(Loan loan) throws SQLException;
    }

    /**
     * Opens a connection, and goes on trying for the connect timeout while there is no server, or one that takes no work.
     *
     * @param extra the driver's own parameters, for a URL
     * @param categories tells the errors apart
     * @param use what is done with it first
     */
    public <T> T connect(Map<String, String> extra, Function<SQLException, ErrorCategory> categories, Use<T> use)
            throws SQLException {
        long began = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return use.of(connectOnce(extra));
            } catch (SQLException e) {
                ErrorCategory category = categories.apply(e);
                Duration passed = Duration.ofNanos(System.nanoTime() - began);
                boolean worthIt = category == ErrorCategory.UNREACHABLE || category == ErrorCategory.NOT_YET;
                if (!worthIt || passed.compareTo(access.connectTimeout()) >= 0) {
                    throw e;
                }
            }
            pause(pause, name());
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    public static void pause(long millis, String database) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Bridge.errors().interruptedWhileWaiting(database);
        }
    }

    private Loan connectOnce(Map<String, String> extra) throws SQLException {
        if (dataSource != null) {
            Loan loan = Loan.of(dataSource, Connection.class);
            if (isSingleConnection()) {
                loan.keep();
            }
            return loan;
        }
        Properties properties = new Properties();
        extra.forEach(properties::setProperty);
        set(properties, "user", access.username() != null ? access.username() : url.user());
        set(properties, "password", access.password() != null ? access.password() : url.password());
        Connection connection = driver == null ? null : driver.connect(url.address(properties), properties);
        if (connection == null) {
            throw new SQLException("The driver does not accept the URL.", "08001");
        }
        return Loan.own(connection);
    }

    private static void set(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    /**
     * Returns who reads a database of a server; empty where only the driver understands the URL.
     *
     * @param database its name on the server
     */
    public Optional<DumpLogin> dumpLogin(String database) {
        Map<String, String> access = environment();
        return ServerAddress.of(url.connect())
                .map(address -> new DumpLogin(
                        address, database, access.get("FASTMIGRATE_DB_USER"), access.get("FASTMIGRATE_DB_PASSWORD")));
    }
}
