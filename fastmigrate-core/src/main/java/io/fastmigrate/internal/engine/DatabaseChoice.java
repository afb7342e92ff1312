package io.fastmigrate.internal.engine;

import io.fastmigrate.internal.port.Backend;

/** The database that a builder was given. Its backend is made last, since it may depend on every other setting. */
@FunctionalInterface
public interface DatabaseChoice {
    Backend backend(Settings settings);
}
