package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.fastmigrate.FastMigrateBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an application's connection pool gets each connection back in its original state, or closed and replaced
 * by the pool, after every public call. Extend this class for a database that is accessed by JDBC; the tests run with a
 * HikariCP of one connection and with one of two. With one connection, a call that borrows a second connection while it
 * holds the first one fails.
 *
 * <p>{@link #sessionState} describes the state of a connection: a full dump of the session, so that unexpected changes
 * are detected too.
 */
public abstract class PoolContract {

    private static final int LARGEST = 2;

    @TempDir
    Path directory;

    private final AtomicInteger places = new AtomicInteger();

    /** Creates the tests. */
    @SuppressWarnings("NullAway") // all is set before each test
    protected PoolContract() {}

    /**
     * Returns the configuration of a pool for a fresh and empty database, a new one for each call. Also set what
     * applications usually set on their connections, different from the database's defaults where possible.
     *
     * @param place a path for its files, which does not exist yet, in a directory that only this test uses
     */
    protected abstract HikariConfig pool(Path place) throws Exception;

    /**
     * Returns everything in which this session can differ from another one: settings, variables, role, open
     * transaction, temporary objects, attached databases, prepared statements, locks. Leaves out what changes by
     * itself, such as the time, and what belongs to the database and not to the session.
     */
    protected abstract Map<String, String> sessionState(Connection connection) throws SQLException;

    /**
     * Returns scripts that change the session, each with a name that says what it leaves in the session. Each runs
     * separately, once to its end and once up to a statement that fails.
     */
    protected abstract Map<String, String> scriptsThatLeaveTraces();

    /** Returns the capabilities of the database; all by default. */
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    /**
     * Adds settings to a builder that this database needs in addition to its data source.
     *
     * @param place as given to {@link #pool}
     */
    protected FastMigrateBuilder settings(FastMigrateBuilder builder, Path place) {
        return builder;
    }

    @TestFactory
    Stream<DynamicTest> givesEachConnectionBackAsItWas() {
        List<PublicCalls.Call> calls = PublicCalls.all(capabilities(), scriptsThatLeaveTraces());
        return IntStream.rangeClosed(1, LARGEST)
                .boxed()
                .flatMap(size -> calls.stream()
                        .map(call -> DynamicTest.dynamicTest(
                                "pool of " + size + ": " + call.name(), () -> check(call, size))));
    }

    private void check(PublicCalls.Call call, int size) throws Exception {
        Path place = directory.resolve("d" + places.incrementAndGet()).resolve("database");
        Files.createDirectories(directory.resolve(place.getParent()));
        try (PooledDatabase database = PooledDatabase.open(pool(place), size, builder -> settings(builder, place))) {
            List<Map<String, String>> before = states(database, size);
            PublicCalls.Bench bench =
                    new PublicCalls.Bench(database, new Migrations(place.resolveSibling("migrations")));
            assertPoolIsAsBefore(database, size, before.get(0), "opening it before " + call.name());
            call.arrange(bench);
            assertPoolIsAsBefore(database, size, before.get(0), "the preparation of " + call.name());
            call.act(bench);
            assertPoolIsAsBefore(database, size, before.get(0), call.name());
            assertThatTheApplicationCommits(database);
        }
    }

    private void assertPoolIsAsBefore(PooledDatabase database, int size, Map<String, String> before, String what)
            throws SQLException {
        assertThat(database.pool().getHikariPoolMXBean().getActiveConnections())
                .as("connections that were not given back by " + what)
                .isZero();
        for (Map<String, String> after : states(database, size)) {
            assertThat(differences(before, after))
                    .as("what " + what + " changed on a connection")
                    .isEmpty();
        }
    }

    /** Tells what is not equal, by name. */
    private static List<String> differences(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> name + ": " + before.get(name) + " became " + after.get(name))
                .toList();
    }

    /** Borrows every connection that the pool has. */
    private List<Map<String, String>> states(PooledDatabase database, int size) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        try {
            List<Map<String, String>> states = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Connection connection = database.pool().getConnection();
                borrowed.add(connection);
                states.add(state(connection));
            }
            return states;
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    private Map<String, String> state(Connection connection) throws SQLException {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("JDBC autoCommit", String.valueOf(connection.getAutoCommit()));
        state.put("JDBC readOnly", String.valueOf(connection.isReadOnly()));
        state.put("JDBC isolation", String.valueOf(connection.getTransactionIsolation()));
        state.put("JDBC catalog", String.valueOf(connection.getCatalog()));
        state.put("JDBC schema", String.valueOf(connection.getSchema()));
        state.putAll(sessionState(connection));
        return state;
    }

    /** What the application writes next is committed, and not part of a transaction that somebody left open. */
    private static void assertThatTheApplicationCommits(PooledDatabase database) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE of_the_application (id INTEGER)");
            statement.execute("INSERT INTO of_the_application (id) VALUES (1)");
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            connection.setAutoCommit(false);
            connection.rollback();
        }
        assertThat(database.query("SELECT count(*) FROM of_the_application")).containsExactly("1");
    }
}
