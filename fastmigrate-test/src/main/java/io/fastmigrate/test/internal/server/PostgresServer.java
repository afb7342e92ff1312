package io.fastmigrate.test.internal.server;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The databases that this JVM has on one PostgreSQL. The name of each holds a number, on which whoever uses it has a shared
 * advisory lock until its process ends. So the next JVM tells databases that a killed one left from those in use.
 */
final class PostgresServer {

    /** Followed by the number of the JVM, and one of the database. */
    static final String COPY = "fastmigrate_test_";

    static final String NO_ROOM = "53100";
    static final String IN_USE = "55006";
    static final String NAME_IS_TAKEN = "42P04";
    private static final String NO_RIGHT = "42501";

    private static final String LEFT_OVERS = "SELECT datname FROM pg_catalog.pg_database d WHERE datname ~ '^" + COPY
            + "[0-9a-f]{16}_[0-9]+$' AND pg_has_role(datdba, 'USAGE') AND NOT EXISTS (SELECT 1 FROM"
            + " pg_catalog.pg_stat_activity a WHERE a.datname = d.datname) AND NOT " + isLocked("datname", COPY);

    private static final int DROPS_BY_FORCE = 13;
    private static final int HAS_STRATEGIES = 15;

    private final ServerUrl url;
    private final long number = new SecureRandom().nextLong();
    private final AtomicInteger names = new AtomicInteger();
    private final Set<Long> locks = ConcurrentHashMap.newKeySet();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final KeptConnection main;
    private final KeptConnection dropping;
    private final BlockingQueue<KeptConnection> copying = new LinkedBlockingQueue<>();
    private final Background background;
    private final int version;

    /**
     * Connects to a server.
     *
     * @throws IllegalStateException if a pooler between the tests and the server shares sessions
     */
    PostgresServer(ServerUrl url) throws SQLException {
        this.url = url;
        locks.add(number);
        main = newConnection();
        dropping = newConnection();
        version = Integer.parseInt(main.texts("SHOW server_version_num").get(0)) / 10_000;
        requireSession();
        for (int i = 0; i < Background.MAKERS; i++) {
            copying.add(newConnection());
        }
        background = new Background(this::drop, this::dropAll);
        background.run(this::dropLeftOvers);
    }

    private KeptConnection newConnection() {
        return new KeptConnection(
                url,
                () -> locks.stream()
                        .map(lock -> "SELECT pg_advisory_lock_shared(" + lock + ")")
                        .toList());
    }

    /** A lock proves nothing where two connections are the same session of the server. */
    private void requireSession() throws SQLException {
        String session = "SELECT pg_backend_pid()";
        if (main.texts(session).equals(dropping.texts(session))) {
            throw new IllegalStateException(
                    "A connection pooler between the tests and PostgreSQL gives several connections"
                            + " the same session, so no process can tell which databases others use. Let " + url
                            + " lead to the server itself, or set pool_mode = session.");
        }
    }

    /** Returns a condition: that someone has the lock of a name. Locks of all databases of the server are seen in each. */
    static String isLocked(String name, String prefix) {
        return "EXISTS (SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
                + " AND lpad(to_hex(classid::bigint), 8, '0') || lpad(to_hex(objid::bigint), 8, '0') = substr(" + name
                + ", " + (prefix.length() + 1) + ", 16))";
    }

    ServerUrl url() {
        return url;
    }

    Background background() {
        return background;
    }

    List<String> texts(String sql, String... parameters) throws SQLException {
        return main.texts(sql, parameters);
    }

    void run(String sql) throws SQLException {
        main.run(sql);
    }

    /** For whoever uses a database, and for whoever makes or drops one that several processes know. */
    enum Lock {
        SHARED("_shared"),
        EXCLUSIVE("");

        private final String suffix;

        Lock(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * Tries to take a lock; one that is shared is kept for as long as this process lives.
     *
     * @return false if another process has one that excludes it
     */
    boolean tryLock(long number, Lock kind) throws SQLException {
        boolean taken = main.texts("SELECT pg_try_advisory_lock" + kind.suffix + "(" + number + ")")
                .contains("t");
        if (taken && kind == Lock.SHARED) {
            locks.add(number);
        }
        return taken;
    }

    void unlock(long number, Lock kind) throws SQLException {
        if (kind == Lock.SHARED) {
            locks.remove(number);
        }
        main.texts("SELECT pg_advisory_unlock" + kind.suffix + "(" + number + ")");
    }

    String newName() {
        String name = COPY + HexFormat.of().toHexDigits(number) + "_" + names.incrementAndGet();
        made.add(name);
        return name;
    }

    /** Makes an empty database, which is dropped at the end of this JVM at the latest. */
    String create() throws SQLException {
        String name = newName();
        create(main, "CREATE DATABASE " + name, name);
        return name;
    }

    /** Copies a template. A few copies are made at the same time; others wait for their turn. */
    String copyOf(PostgresTemplate template) throws SQLException, InterruptedException {
        KeptConnection connection = copying.take();
        try {
            String name = newName();
            String strategy = version < HAS_STRATEGIES ? "" : " STRATEGY " + template.strategy();
            create(connection, "CREATE DATABASE " + name + " TEMPLATE " + template.name() + strategy, name);
            for (String setting : template.settings()) {
                connection.run(setting.replace(PostgresTemplate.COPY, name));
            }
            return name;
        } finally {
            copying.add(connection);
        }
    }

    private void create(KeptConnection connection, String sql, String name) throws SQLException {
        try {
            connection.run(sql);
        } catch (SQLException e) {
            made.remove(name);
            throw switch (String.valueOf(e.getSQLState())) {
                case NO_RIGHT ->
                    explained(e, "Give the user of the tests the right to create databases: ALTER ROLE ... CREATEDB.");
                case IN_USE ->
                    explained(
                            e,
                            "PostgreSQL copies only what no one is connected to. End these connections; the URL of the"
                                    + " tests must not lead to template1.");
                case NO_ROOM -> explained(e, "The server has no room for another database. Free some.");
                default -> e;
            };
        }
    }

    private static SQLException explained(SQLException e, String advice) {
        return new SQLException(e.getMessage() + System.lineSeparator() + advice, e.getSQLState(), e);
    }

    /** Lets no one connect to a database that was made here, and ends the connections that a pooler keeps. */
    void close(String database) throws SQLException {
        run("ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS false");
        texts("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = ?", database);
    }

    /** Keeps a closed database beyond this JVM, under another name. */
    void keepAs(String name, String database) throws SQLException {
        run("ALTER DATABASE " + database + " RENAME TO " + name);
        made.remove(database);
    }

    /** Takes a template, of which another process knows, among the databases of this JVM. */
    String take(String template) throws SQLException {
        String name = newName();
        try {
            run("ALTER DATABASE " + template + " RENAME TO " + name);
        } catch (SQLException e) {
            made.remove(name);
            throw e;
        }
        return name;
    }

    /** Gives up all connections, as the end of the process does. */
    void disconnect() {
        main.close();
        dropping.close();
        copying.forEach(KeptConnection::close);
    }

    /** Gives the server time to drop a database behind the tests. */
    void dropSoon(String database) {
        background.dropSoon(database);
    }

    /** Drops a database, and ends the connections to it. */
    private void drop(String database) throws SQLException {
        if (version < DROPS_BY_FORCE) {
            dropping.texts(
                    "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = ?", database);
        }
        dropping.run("DROP DATABASE IF EXISTS " + database + (version < DROPS_BY_FORCE ? "" : " WITH (FORCE)"));
        made.remove(database);
    }

    /** Another process may be dropping it too, or someone may be looking into it. */
    void dropIfUnused(String database) throws SQLException {
        try {
            dropping.run("DROP DATABASE IF EXISTS " + database);
        } catch (SQLException e) {
            if (!IN_USE.equals(e.getSQLState()) && !NO_RIGHT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void dropLeftOvers() throws SQLException {
        for (String leftOver : dropping.texts(LEFT_OVERS)) {
            dropIfUnused(leftOver);
        }
    }

    /** At the end of the JVM. The server may end at the same time, and its databases with it. */
    private void dropAll() throws SQLException {
        for (String database : new ArrayList<>(made)) {
            drop(database);
        }
    }
}
