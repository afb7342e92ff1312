package io.fastmigrate.internal.adapter;

import io.fastmigrate.adapter.AsyncDatabaseAdapter;
import io.fastmigrate.adapter.DatabaseAdapter;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.port.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The adapters that {@link ServiceLoader} finds. */
public final class InstalledAdapters {

    private InstalledAdapters() {}

    /**
     * Looks for the adapter of a database.
     *
     * @param timeout how long each hook of an asynchronous adapter may take; empty for no limit
     * @return empty if none accepts it
     * @throws InvalidSettingException if several do, or one cannot be loaded
     */
    public static Optional<Backend<?>> find(String db, ClassLoader classLoader, Optional<Duration> timeout) {
        List<Backend<?>> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try {
            for (DatabaseAdapter<?> adapter : ServiceLoader.load(DatabaseAdapter.class, classLoader)) {
                if (adapter.accepts(db)) {
                    found.add(AdapterBackend.of(adapter, db));
                    names.add(adapter.getClass().getName());
                }
            }
            for (AsyncDatabaseAdapter<?> adapter : ServiceLoader.load(AsyncDatabaseAdapter.class, classLoader)) {
                if (adapter.accepts(db)) {
                    found.add(AdapterBackend.of(adapter, db, timeout));
                    names.add(adapter.getClass().getName());
                }
            }
        } catch (ServiceConfigurationError e) {
            throw InvalidSettingException.of(
                    "An adapter that is named in META-INF/services cannot be loaded: " + e.getMessage(),
                    "Correct its entry, or remove its jar from the class path.");
        }
        if (found.size() > 1) {
            throw InvalidSettingException.of(
                    "Several adapters accept " + new DbText(db).shown() + ": " + String.join(", ", names) + ".",
                    "Let each adapter accept only its own scheme (accepts), or pass one to the builder.");
        }
        return found.stream().findFirst();
    }
}
