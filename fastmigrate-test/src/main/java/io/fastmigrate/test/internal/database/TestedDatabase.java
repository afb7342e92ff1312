package io.fastmigrate.test.internal.database;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The database of one test, in the forms that a test may ask for. */
public final class TestedDatabase {

    /** What may be asked for. */
    public static final Set<Class<?>> TYPES = Set.of(Path.class, DataSource.class, Connection.class, FastMigrate.class);

    private final Optional<Path> file;
    private final Supplier<DataSource> dataSource;
    private final Supplier<FastMigrate> fastMigrate;
    private final Runnable removal;
    private final List<Connection> connections = new ArrayList<>();

    private TestedDatabase(
            Optional<Path> file, Supplier<DataSource> dataSource, Supplier<FastMigrate> fastMigrate, Runnable removal) {
        this.file = file;
        this.dataSource = dataSource;
        this.fastMigrate = fastMigrate;
        this.removal = removal;
    }

    /** Makes its own database for a test, a copy of a template; it goes when this is closed. */
    static TestedDatabase copyOf(Path template, ScriptsUnderTest scripts) {
        Path folder = TemporaryFolders.create();
        Path file = folder.resolve("app.db");
        Templates.copy(template, file);
        DataSource dataSource = TestDataSources.of(file);
        FastMigrate fastMigrate = scripts.on(file);
        return new TestedDatabase(
                Optional.of(file), () -> dataSource, () -> fastMigrate, () -> TemporaryFolders.remove(folder));
    }

    /** Takes a test's own database that is no file. */
    public static TestedDatabase onServer(
            Supplier<DataSource> dataSource, Supplier<FastMigrate> fastMigrate, Runnable removal) {
        return new TestedDatabase(Optional.empty(), dataSource, fastMigrate, removal);
    }

    /** Takes the database of an application context, which outlives this. */
    public static TestedDatabase ofContext(
            Path file, Supplier<DataSource> dataSource, Supplier<FastMigrate> fastMigrate) {
        return new TestedDatabase(Optional.of(file), dataSource, fastMigrate, () -> {});
    }

    /**
     * Returns the database as one of the {@link #TYPES}.
     *
     * @throws SQLException if a connection cannot be opened
     */
    public synchronized Object as(Class<?> type) throws SQLException {
        if (type == Path.class) {
            return file.orElseThrow(() -> new ExtensionConfigurationException(
                    "The database of this test is on a server, and is no file: take it as a DataSource, a Connection or"
                            + " a FastMigrate."));
        }
        if (type == DataSource.class) {
            return dataSource.get();
        }
        if (type == FastMigrate.class) {
            return fastMigrate.get();
        }
        Connection connection = dataSource.get().getConnection();
        connections.add(connection);
        return connection;
    }

    public synchronized void close() throws SQLException {
        @Nullable SQLException failure = null;
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure = e;
            }
        }
        removal.run();
        if (failure != null) {
            throw failure;
        }
    }
}
