package io.fastmigrate.backend;

import io.fastmigrate.model.PlannedScript;
import io.fastmigrate.sql.ScriptChecksum;

/** A script that a backend has read and knows how to run; made by {@link Backend#plan}. */
public interface Step {
    PlannedScript planned();

    /** Returns the checksum, which knows the other forms in which a history may have it. */
    default ScriptChecksum checksum() {
        return ScriptChecksum.ofBytes(planned().checksum());
    }
}
