package io.fastmigrate.internal.jdbc.dump;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Writes what one database holds, by the database's own means. */
public interface Dumper {

    /** Why one cannot work here, and what a person does about it. */
    record Obstacle(String what, String advice) {}

    /** Tells what is in the way; empty if nothing is known to be. */
    default Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    /**
     * Writes all of it into a file and checks that the file is whole.
     *
     * @param file is there and empty, and is no one else's to read
     * @throws DumpException if that failed; what is in the file then is of no use
     */
    void dump(Path file) throws DumpException;

    /**
     * Returns the tables whose rows are in a file, by the keys that {@code tablesWithRows} of the database's dialect has; empty
     * where rows cannot be missing, since no other program wrote them.
     */
    default Optional<Set<String>> tablesIn(Path file) throws DumpException {
        return Optional.empty();
    }

    /** Says for people which values of a database a dump of it does not keep as they are; empty if it keeps all. */
    @FunctionalInterface
    interface Limitation {
        Optional<String> of(Connection connection) throws SQLException;
    }

    /** Returns what finds such values. */
    default Limitation limitation() {
        return connection -> Optional.empty();
    }

    /** Says how a person puts such a file back, with the command. */
    String howToRestore(Path file);
}
