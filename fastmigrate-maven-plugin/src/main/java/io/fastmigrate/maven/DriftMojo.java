package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.schema.DriftReport;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaDifference;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;

/** Fails if the schema of the database is not what its applied scripts make. The database is only read. */
@Mojo(name = "drift", threadSafe = true)
public final class DriftMojo extends DatabaseMojo {

    /** Creates the goal for Maven. */
    public DriftMojo() {}

    @Override
    void run(FastMigrate database) {
        DriftReport report = Schema.of(database).cached().drift();
        report.warnings().forEach(warning -> output().warn(warning.message()));
        for (SchemaDifference difference : report.differences()) {
            output().warn(difference.change().name().toLowerCase(Locale.ROOT) + " " + difference.object());
            lines("  - ", difference.expected());
            lines("  + ", difference.actual());
        }
        report.requireNone();
        output().info("No drift: the schema is what the scripts up to version " + report.version() + " make.");
    }

    private void lines(String mark, Optional<String> definition) {
        definition.ifPresent(text -> text.lines().forEach(line -> output().warn((mark + line).stripTrailing())));
    }
}
