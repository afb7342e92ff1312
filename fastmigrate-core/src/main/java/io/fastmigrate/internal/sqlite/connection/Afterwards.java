package io.fastmigrate.internal.sqlite.connection;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done after some work, however that ended. Where both fail, the work's own failure is told, and the other one
 * is attached to it: a {@code finally} would tell the second alone.
 */
public final class Afterwards {

    private Afterwards() {}

    /** Work that gives a result. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T get() throws SQLException;
    }

    /** Runs work, and afterwards the statements. */
    public static <T extends @Nullable Object> T run(Connection connection, Work<T> work, String afterwards)
            throws SQLException {
        T result;
        try {
            result = work.get();
        } catch (SQLException | RuntimeException | Error e) {
            attempt(e, () -> Sql.run(connection, afterwards));
            throw e;
        }
        Sql.run(connection, afterwards);
        return result;
    }

    /** Does something after a failure, which is about to be thrown. */
    public static void attempt(Throwable failure, Sql.Work work) {
        try {
            work.run();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
