package io.fastmigrate.test;

import io.fastmigrate.FastMigrateBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A database that is accessed by JDBC. A complete subclass of the contract:
 *
 * <pre>{@code
 * class SqliteContractTest extends BackendContract {
 *     @Override
 *     protected TestDatabase newDatabase(Path directory) {
 *         Path file = directory.resolve("app.db");
 *         return new JdbcDatabase(
 *                 () -> FastMigrate.sqlite(file), () -> DriverManager.getConnection("jdbc:sqlite:" + file));
 *     }
 * }
 * }</pre>
 */
public class JdbcDatabase implements TestDatabase {

    /** Opens a connection without fastmigrate. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    private final Supplier<FastMigrateBuilder> builders;
    private final Connections connections;
    private final Set<Capability> capabilities = EnumSet.allOf(Capability.class);

    /**
     * Creates a test database from a builder and a source of connections.
     *
     * @param builders creates a builder; called once for each simulated process
     * @param connections opens a connection, which is closed after each statement
     */
    public JdbcDatabase(Supplier<FastMigrateBuilder> builders, Connections connections) {
        this.builders = builders;
        this.connections = connections;
    }

    /** Removes capabilities that the backend does not have. */
    public JdbcDatabase without(Capability... absent) {
        capabilities.removeAll(List.of(absent));
        return this;
    }

    @Override
    public FastMigrateBuilder builder() {
        return builders.get();
    }

    @Override
    public void execute(String sql) throws SQLException {
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connections.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(capabilities);
    }
}
