package io.fastmigrate.test;

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

/** The database of one test, in the forms that a test may ask for. */
final class TestedDatabase {

    /** What may be asked for. */
    static final Set<Class<?>> TYPES = Set.of(Path.class, DataSource.class, Connection.class, FastMigrate.class);

    private final Path file;
    private final Supplier<DataSource> dataSource;
    private final Supplier<FastMigrate> fastMigrate;
    private final Optional<Path> folder;
    private final List<Connection> connections = new ArrayList<>();

    private TestedDatabase(
            Path file, Supplier<DataSource> dataSource, Supplier<FastMigrate> fastMigrate, Optional<Path> folder) {
        this.file = file;
        this.dataSource = dataSource;
        this.fastMigrate = fastMigrate;
        this.folder = folder;
    }

    /** Makes its own database for a test, a copy of a template; it goes when this is closed. */
    static TestedDatabase copyOf(Path template, ScriptsUnderTest scripts) {
        Path folder = TemporaryFolders.create();
        Path file = folder.resolve("app.db");
        Templates.copy(template, file);
        DataSource dataSource = TestDataSources.of(file);
        FastMigrate fastMigrate = scripts.on(file);
        return new TestedDatabase(file, () -> dataSource, () -> fastMigrate, Optional.of(folder));
    }

    /** Takes the database of an application context, which outlives this. */
    static TestedDatabase ofContext(Path file, Supplier<DataSource> dataSource, Supplier<FastMigrate> fastMigrate) {
        return new TestedDatabase(file, dataSource, fastMigrate, Optional.empty());
    }

    /**
     * Returns the database as one of the {@link #TYPES}.
     *
     * @throws SQLException if a connection cannot be opened
     */
    synchronized Object as(Class<?> type) throws SQLException {
        if (type == Path.class) {
            return file;
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

    synchronized void close() throws SQLException {
        @Nullable SQLException failure = null;
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure = e;
            }
        }
        folder.ifPresent(TemporaryFolders::remove);
        if (failure != null) {
            throw failure;
        }
    }
}
