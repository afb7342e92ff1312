package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Fails if migrate would have something to do, or would fail before its first script. Never writes. */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class VerifyMojo extends DatabaseMojo {

    /** Creates the goal for Maven. */
    public VerifyMojo() {}

    @Override
    void run(FastMigrate database) {
        String version = database.verify().version().toString();
        output().info("Database version: " + version + "; nothing is pending (" + database.databaseName() + ").");
    }
}
