package io.fastmigrate.internal.port;

import io.fastmigrate.Script;
import io.fastmigrate.Warning;
import java.util.Map;

/** What a session needs of the engine to run one script. */
public interface StepContext {

    /** Tells whether consecutive INSERTs may run as one where nothing can tell. */
    boolean joinsInserts();

    /** Keeps something that a person should see of a script that is done. */
    default void warn(Warning warning) {}

    /** Tells how far the script is; may be called as often as one likes. */
    default void progress(long bytesRead, long bytesTotal, long statements) {}

    /**
     * Runs a {@code .py} or {@code .sh} script to its end.
     *
     * @param database the first argument of the script
     * @param environment what it gets beside FASTMIGRATE_DB and the versions; never told to anybody else
     * @throws StepFailedException if it could not be started, or failed
     */
    default void runProcess(Script script, String database, Map<String, String> environment) {
        throw new IllegalStateException("A script that makes a schema is SQL.");
    }
}
