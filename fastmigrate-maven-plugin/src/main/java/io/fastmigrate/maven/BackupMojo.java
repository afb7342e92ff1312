package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import org.apache.maven.plugins.annotations.Mojo;

/** Writes a consistent copy of the database beside it, or of a database on a server a dump. */
@Mojo(name = "backup", threadSafe = true)
public final class BackupMojo extends DatabaseMojo {

    /** Creates the goal for Maven. */
    public BackupMojo() {}

    @Override
    void run(FastMigrate database) {
        output().info("Database backup created: " + database.backUp());
    }
}
