package io.fastmigrate.internal.settings;

import io.fastmigrate.MigrationListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners as one, which never throws. */
public final class Listeners {

    private static final Logger LOGGER = LoggerFactory.getLogger("io.fastmigrate");

    private final List<MigrationListener> listeners;

    Listeners(List<MigrationListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Tells whether no one listens, so that nothing has to be put together for them. */
    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    public void tell(Consumer<MigrationListener> event) {
        for (MigrationListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                LOGGER.warn("A migration listener failed; the migration continues.", e);
            }
        }
    }
}
