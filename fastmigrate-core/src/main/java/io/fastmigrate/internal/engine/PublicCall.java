package io.fastmigrate.internal.engine;

import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import java.util.function.Supplier;

/** Lets out of the public methods only errors of ours, whatever a driver, a pool or an adapter throws. */
public final class PublicCall {

    private PublicCall() {}

    /**
     * Does the work of a public method.
     *
     * @param database what messages call the database
     */
    public static <T> T guarded(String database, Supplier<T> work) {
        try {
            return work.get();
        } catch (FastMigrateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Bridge.errors()
                    .databaseUnusable(
                            database,
                            Problem.OTHER,
                            "The work on " + database + " ended with an unexpected "
                                    + e.getClass().getName()
                                    + ", which is the cause of this error. Changes that were committed before stay.",
                            "Look at the cause. If it comes from the application's DataSource, a driver, an adapter"
                                    + " or a Java migration, correct that; if it comes from fastmigrate itself,"
                                    + " report it with the stack trace. Then check the database's status.",
                            e);
        }
    }
}
