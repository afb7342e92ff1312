package io.fastmigrate.internal.jdbc.temporary;

import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.ServerDatabases;
import io.fastmigrate.internal.jdbc.connection.ServerLock;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * A database that exists for a while on the server of another one. From before it is made until after it is dropped, the
 * connection that made it holds a lock of the server's under its name. A process that is killed loses that lock, so that
 * whoever makes the next one finds what was left and drops it; what a living process uses is never touched.
 */
public final class TemporaryDatabase implements AutoCloseable {

    /** A name of ours: what it is for, and a number that no other one has. */
    private static final String PATTERN = "fastmigrate_[a-z]+_[0-9a-f]{16}";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection keeper;
    private final ServerDatabases databases;
    private final ServerLock lock;
    private final String name;

    private TemporaryDatabase(Connection keeper, ServerDatabases databases, String name) {
        this.keeper = keeper;
        this.databases = databases;
        this.lock = databases.lock(name);
        this.name = name;
    }

    /** Makes a database of that name. */
    @FunctionalInterface
    public interface Maker {
        void make(Connection connection, String name) throws SQLException;
    }

    /** Makes an empty one, after what killed processes left is dropped. */
    public static TemporaryDatabase empty(Db keeper, ServerDatabases databases, String purpose) throws SQLException {
        return make(keeper, databases, purpose, databases::create);
    }

    /**
     * Makes one, after what killed processes left is dropped.
     *
     * @param keeper a connection to the server, in no transaction, which the caller keeps open and leaves alone until this is
     *     closed
     * @param purpose a short word in lower case, for people who list the server's databases
     */
    public static TemporaryDatabase make(Db keeper, ServerDatabases databases, String purpose, Maker maker)
            throws SQLException {
        removeLeftOvers(keeper.jdbc(), databases);
        byte[] number = new byte[8];
        RANDOM.nextBytes(number);
        String name = "fastmigrate_" + purpose + "_" + HexFormat.of().formatHex(number);
        TemporaryDatabase made = new TemporaryDatabase(keeper.jdbc(), databases, name);
        if (!made.lock.take(keeper.jdbc())) {
            throw new SQLException("The lock of " + name + " is taken.", "55P03");
        }
        boolean complete = false;
        try {
            maker.make(keeper.jdbc(), name);
            complete = true;
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    /** The list comes first: a lock is taken before its database is made, and given back after that is dropped. */
    private static void removeLeftOvers(Connection connection, ServerDatabases databases) throws SQLException {
        for (String name : databases.named(connection, PATTERN)) {
            if (!databases.isInUse(connection, name)) {
                dropQuietly(connection, databases, name);
            }
        }
    }

    public String name() {
        return name;
    }

    /** Drops it. Never throws: where the connection is broken, the next one that is made drops it. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            dropQuietly(keeper, databases, name);
            lock.release(keeper);
        } catch (SQLException e) {
            return; // the lock ended with the connection
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** It may be another user's, or the connection may be broken. */
    private static void dropQuietly(Connection connection, ServerDatabases databases, String name) {
        try {
            databases.drop(connection, name);
        } catch (SQLException e) {
            return;
        }
    }
}
