package io.fastmigrate.internal.port;

import io.fastmigrate.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A backend whose databases can be taken over from another migration tool. */
public interface AdoptingBackend<S extends Step> extends Backend<S> {

    /** Reads the tables of a database. */
    @FunctionalInterface
    interface Tables {
        /** Does what {@link AdoptingBackend#rows} does. */
        Optional<List<Map<String, @Nullable String>>> rows(String table);
    }

    /** Tells whether this very database can be: not all that one driver reaches are alike. */
    default boolean canAdopt() {
        return true;
    }

    /**
     * What kind of database it is.
     *
     * @param product in lower case: {@code sqlite}, {@code postgresql}, {@code mariadb}, {@code mysql}, {@code h2}
     * @param version numbers with dots
     * @param schema the one that scripts run in; empty where there are none
     * @param takesDelimiters whether a script can say what ends its statements (DELIMITER)
     * @param tool the history of another migration tool, under whatever name
     */
    record Kind(
            String product, String version, String schema, boolean takesDelimiters, Optional<OtherTool.Found> tool) {}

    Kind kind();

    /**
     * Reads a table, in an order that is always the same: each row by the lower-case names of its columns. Empty without the
     * table.
     *
     * @param table its name in any case; on a server also with its schema before it
     */
    Optional<List<Map<String, @Nullable String>>> rows(String table);

    /**
     * How scripts are tried.
     *
     * @param directory a private one, for an empty database that is a file
     * @param scripts that will run
     * @param migration runs them
     */
    record Trial(Path directory, List<Script> scripts, Consumer<Backend<?>> migration) {
        public Trial {
            scripts = List.copyOf(scripts);
        }
    }

    /**
     * Runs scripts on an empty database, which is gone when this returns, and proves that they make the schema of this one;
     * tables that migration tools keep for themselves do not count.
     *
     * @throws io.fastmigrate.error.EnrollFailedException if they make another one, or cannot be tried
     */
    void prove(Trial trial);

    /** Returns what squashing scripts needs; empty for a database whose definitions cannot be read. */
    default Optional<Squashing> squashing() {
        return Optional.empty();
    }
}
