package io.fastmigrate.internal.port;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import java.util.Map;

/**
 * What a session needs of the engine to run the script that holds a database's whole schema, the first there is.
 *
 * @param enrolls whether it brings an unmanaged database under management
 */
public record SchemaContext(String appliedBy, boolean keepsHistory, boolean joinsInserts, boolean enrolls)
        implements StepContext {

    @Override
    public Version from() {
        return Version.ZERO;
    }

    @Override
    public void progress(long bytesRead, long bytesTotal, long statements) {}

    @Override
    public void runProcess(Script script, String database, Map<String, String> environment) {
        throw new IllegalStateException("A schema is SQL.");
    }
}
