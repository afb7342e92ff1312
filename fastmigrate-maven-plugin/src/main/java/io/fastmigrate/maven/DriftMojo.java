package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.schema.DriftFix;
import io.fastmigrate.schema.DriftReport;
import io.fastmigrate.schema.Schema;
import io.fastmigrate.schema.SchemaDifference;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Fails if the schema of the database is not what its applied scripts make. The database is only read. With <code>fix</code> it writes a
 * script that ends that.
 */
@Mojo(name = "drift", threadSafe = true)
public final class DriftMojo extends DatabaseMojo {

    /** Whether to write a script that brings the database back to what its scripts make. It does not run. */
    @Parameter(property = "fastmigrate.fix", defaultValue = "false")
    private boolean fix;

    /** With <code>fix</code>: whether to write the next script instead, which makes what was changed by hand. */
    @Parameter(property = "fastmigrate.adopt", defaultValue = "false")
    private boolean adopt;

    /** With <code>fix</code>: whether statements that lose data, such as DROP TABLE, are written, and not as comments. */
    @Parameter(property = "fastmigrate.allow-drops", defaultValue = "false")
    private boolean allowDrops;

    /** File to which <code>fix</code> writes without <code>adopt</code>, relative to the module. */
    @Parameter(property = "fastmigrate.drift-script", defaultValue = "target/undo-drift.sql")
    private String driftScript = "target/undo-drift.sql";

    /** Creates the goal for Maven. */
    public DriftMojo() {}

    @Override
    void run(FastMigrate database) throws MojoFailureException {
        if (properties().flag("fastmigrate.fix", fix)) {
            write(Schema.of(database).cached());
            return;
        }
        DriftReport report = Schema.of(database).cached().drift();
        show(report);
        report.requireNone();
        none(report);
    }

    private void write(Schema schema) throws MojoFailureException {
        boolean adopts = properties().flag("fastmigrate.adopt", adopt);
        DriftFix.Drops drops = properties().flag("fastmigrate.allow-drops", allowDrops)
                ? DriftFix.Drops.ALLOW
                : DriftFix.Drops.COMMENT;
        DriftFix script = adopts ? schema.planAdoption(drops) : schema.planUndo(drops);
        show(script.report());
        if (!script.report().hasDrift()) {
            none(script.report());
        } else if (adopts) {
            adopt(script);
        } else {
            String property = "fastmigrate.drift-script";
            String given = text(property, driftScript);
            String name = given == null || given.isBlank() ? driftScript : given.strip();
            files().write(property, name, script.script());
            output().info("Wrote " + name + ", which has not run: its head says how to run it.");
        }
        if (!script.isComplete()) {
            throw new MojoFailureException("The script is not complete: what would lose data is a comment in it: "
                    + String.join("; ", script.losses())
                    + ".\nCheck it, or write all with -Dfastmigrate.allow-drops.");
        }
    }

    private void adopt(DriftFix script) {
        // which database does not matter: only a file is written
        FastMigrate scripts = FastMigrate.sqlite(Path.of("app.db"))
                .migrations(migrations().toArray(String[]::new))
                .build();
        Path file = scripts.newScript(
                "adopt-drift", Script.Kind.SQL, script.script(), script.report().version());
        output().info(
                        "Created " + file
                                + (script.isRepeatable()
                                        ? ". In the database that has the changes it changes nothing: migrate it."
                                        : ". In the database that has the changes it must not run: its head says how to set the version instead."));
    }

    private void none(DriftReport report) {
        output().info("No drift: the schema is what the scripts up to version " + report.version() + " make.");
    }

    private void show(DriftReport report) {
        report.warnings().forEach(warning -> output().warn(warning.message()));
        for (SchemaDifference difference : report.differences()) {
            output().warn(difference.change().name().toLowerCase(Locale.ROOT) + " " + difference.object());
            lines("  - ", difference.expected());
            lines("  + ", difference.actual());
        }
    }

    private void lines(String mark, Optional<String> definition) {
        definition.ifPresent(text -> text.lines().forEach(line -> output().warn((mark + line).stripTrailing())));
    }
}
