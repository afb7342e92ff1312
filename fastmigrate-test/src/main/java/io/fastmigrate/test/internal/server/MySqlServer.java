package io.fastmigrate.test.internal.server;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The databases that this JVM has on one MariaDB or MySQL. The name of each begins with that of a lock, which this JVM has until
 * its process ends. So the next JVM tells databases that a killed one left from those in use.
 */
final class MySqlServer {

    /** Followed by the number of the JVM, and one of the database. */
    static final String COPY = "fastmigrate_test_";

    private static final int LENGTH_OF_LOCK = COPY.length() + 16;

    private static final String LEFT_OVERS =
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP '^" + COPY
                    + "[0-9a-f]{16}_[0-9]+$' AND IS_USED_LOCK(LEFT(SCHEMA_NAME, " + LENGTH_OF_LOCK + ")) IS NULL";

    /** The server must not end a connection that waits while someone debugs a test. */
    private static final String STAYS = "SET SESSION wait_timeout = 2147483";

    private static final String WAITS = "SET SESSION lock_wait_timeout = 10, innodb_lock_wait_timeout = 10";

    private static final String USER = "SELECT CONCAT(QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', 1)), '@',"
            + " QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))";

    private static final int NO_RIGHT = 1044;
    private static final int NO_SUCH_SESSION = 1094;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ServerUrl url;
    private final String lock = COPY + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final AtomicInteger names = new AtomicInteger();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final KeptConnection main;
    private final KeptConnection dropping;
    private final Background background;
    private final String vendor;
    private final String options;

    /**
     * Connects to a server.
     *
     * @throws IllegalStateException if a pooler between the tests and the server shares sessions
     */
    MySqlServer(ServerUrl url) throws SQLException {
        this.url = url;
        main = new KeptConnection(url, () -> List.of(STAYS, "SELECT GET_LOCK('" + lock + "', 10)"));
        dropping = new KeptConnection(url, () -> List.of(STAYS, WAITS));
        vendor = main.texts("SELECT VERSION()").get(0).toLowerCase(Locale.ROOT).contains("mariadb")
                ? "mariadb"
                : "mysql";
        requireSession();
        options = main
                .rows("SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                        + " WHERE SCHEMA_NAME = DATABASE()")
                .stream()
                .findFirst()
                .map(MySqlSchema::options)
                .orElse("");
        background = new Background(this::drop, this::dropAll);
        if (!isCluster()) {
            background.run(this::dropLeftOvers);
        }
    }

    /** A lock proves nothing where two connections are the same session of the server. */
    private void requireSession() throws SQLException {
        String session = "SELECT CONNECTION_ID()";
        if (main.texts(session).equals(dropping.texts(session))) {
            throw new IllegalStateException(
                    "A connection pooler between the tests and the server gives several connections the"
                            + " same session, so no process can tell which databases others use. Let " + url
                            + " lead to the server itself.");
        }
    }

    /** The nodes of a cluster do not tell each other of their named locks. */
    private boolean isCluster() throws SQLException {
        return main.rows("SHOW VARIABLES LIKE 'wsrep_on'").stream()
                .anyMatch(row -> row.get(1).equals("ON"));
    }

    ServerUrl url() {
        return url;
    }

    Background background() {
        return background;
    }

    /** Returns {@code mariadb} or {@code mysql}. */
    String vendor() {
        return vendor;
    }

    boolean isMariaDb() {
        return vendor.equals("mariadb");
    }

    List<String> texts(String sql, String... parameters) throws SQLException {
        return main.texts(sql, parameters);
    }

    /** Makes an empty database, with the character set of the URL's own one. It is dropped at the end of this JVM at the latest. */
    String create() throws SQLException {
        return create(options);
    }

    /**
     * Makes an empty database, which is dropped at the end of this JVM at the latest.
     *
     * @param characters its character set and collation, as {@code CREATE DATABASE} takes them
     */
    String create(String characters) throws SQLException {
        String name = lock + "_" + names.incrementAndGet();
        made.add(name);
        try {
            main.run("CREATE DATABASE " + name + " " + characters);
            return name;
        } catch (SQLException e) {
            made.remove(name);
            throw e.getErrorCode() == NO_RIGHT
                    ? new SQLException(
                            e.getMessage() + System.lineSeparator()
                                    + "Give the user of the tests all rights on databases of such names: GRANT ALL ON"
                                    + " `fastmigrate\\_test\\_%`.* TO "
                                    + texts(USER).get(0),
                            e.getSQLState(),
                            e)
                    : e;
        }
    }

    /** Ends all connections whose current database this is, and waits until they are gone with what they hold. */
    void endSessions(String database) throws SQLException {
        long began = System.nanoTime();
        for (List<String> sessions = sessions(database); !sessions.isEmpty(); sessions = sessions(database)) {
            if (System.nanoTime() - began > LONGEST_END_NANOS) {
                throw new SQLException("Connections to " + database + " do not end.");
            }
            for (String session : sessions) {
                kill(session);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A user sees the own sessions, whatever rights there are. */
    private List<String> sessions(String database) throws SQLException {
        return dropping.rows("SHOW PROCESSLIST").stream()
                .filter(row -> row.get(3).equals(database))
                .map(row -> row.get(0))
                .toList();
    }

    private void kill(String session) throws SQLException {
        try {
            dropping.run("KILL " + session);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_SESSION) {
                throw e;
            }
        }
    }

    /** Opens a connection for work on a whole database, in which nothing of what a row or a definition holds is checked again. */
    Connection open(String database) throws SQLException {
        Connection connection = url.connect(url.of(database));
        boolean complete = false;
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(WAITS);
            statement.execute("SET SESSION sql_mode = '" + MySqlDefinition.MODE
                    + "', time_zone = '+00:00', foreign_key_checks = 0"
                    + (isMariaDb() ? ", check_constraint_checks = 0, innodb_strict_mode = 0" : ""));
            complete = true;
            return connection;
        } finally {
            if (!complete) {
                connection.close();
            }
        }
    }

    /** Gives the server time to drop a database behind the tests. */
    void dropSoon(String database) {
        background.dropSoon(database);
    }

    private void drop(String database) throws SQLException {
        endSessions(database);
        dropping.run("DROP DATABASE IF EXISTS " + database);
        made.remove(database);
    }

    /** Gives up all connections, as the end of the process does. */
    void disconnect() {
        main.close();
        dropping.close();
    }

    private void dropLeftOvers() throws SQLException {
        for (String leftOver : dropping.texts(LEFT_OVERS)) {
            if (sessions(leftOver).isEmpty()) {
                dropping.run("DROP DATABASE IF EXISTS " + leftOver);
            }
        }
    }

    /** At the end of the JVM. The server may end at the same time, and its databases with it. */
    private void dropAll() throws SQLException {
        for (String database : new ArrayList<>(made)) {
            drop(database);
        }
    }
}
