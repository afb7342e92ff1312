package io.fastmigrate;

import io.fastmigrate.backend.Backend;

/** The database that a builder was given. Its backend is made last, since it may depend on every other setting. */
@FunctionalInterface
interface DatabaseChoice {
    Backend backend(Settings settings);
}
