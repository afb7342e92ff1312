package io.fastmigrate.internal.port;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Version;
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

    /** Reads a table, in the order of its rows: each by the lower-case names of its columns. Empty without the table. */
    Optional<List<Map<String, @Nullable String>>> rows(String table);

    /**
     * Proves that another database has the same schema; tables that migration tools keep for themselves do not count.
     *
     * @throws io.fastmigrate.error.EnrollFailedException if it has not
     */
    void proveSameSchema(Path made);

    /**
     * Gives an unmanaged database a version and a history, as one unit.
     *
     * @param check runs first, when no one else can write any more, and reads by the connection that writes
     * @param beforeCommit runs last; what it throws leaves the database as it was
     */
    void adopt(
            Waiting waiting,
            Version version,
            List<HistoryEntry> history,
            Consumer<Tables> check,
            Runnable beforeCommit);
}
