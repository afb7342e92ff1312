package io.fastmigrate.internal.port;

import io.fastmigrate.Plan;
import io.fastmigrate.Warning;
import io.fastmigrate.internal.sql.token.ScriptChecksum;
import java.util.List;

/** A script that a backend has read and knows how to run; made by {@link Backend#plan}. */
public interface Step {
    Plan.Step planned();

    /** Returns the checksum, which knows the other forms in which a history may have it. */
    default ScriptChecksum checksum() {
        return ScriptChecksum.ofBytes(planned().checksum());
    }

    /**
     * Asks before it runs whether it may.
     *
     * @param strict whether what no one can mean is an error, not a warning
     * @throws io.fastmigrate.error.InvalidScriptException if it must not, although its database would run it
     */
    default void requireRunnable(boolean strict) {}

    /** Returns what is to be known of the script before it runs. */
    default List<Warning> warnings() {
        return List.of();
    }
}
