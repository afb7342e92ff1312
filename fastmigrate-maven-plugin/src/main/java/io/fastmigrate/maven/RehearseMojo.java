package io.fastmigrate.maven;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Report;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Runs the pending scripts on a copy of the database, shows what they change, and removes the copy. */
@Mojo(name = "rehearse", threadSafe = true)
public final class RehearseMojo extends DatabaseMojo {

    /** Whether to copy the schema without rows, for a database on a server that is too large to copy. */
    @Parameter(property = "fastmigrate.schema-only", defaultValue = "false")
    private boolean schemaOnly;

    /** Creates the goal for Maven. */
    public RehearseMojo() {}

    @Override
    void run(FastMigrate database) {
        boolean withoutRows = properties().flag("fastmigrate.schema-only", schemaOnly);
        Rehearsal rehearsal = withoutRows ? database.rehearseSchema() : database.rehearse();
        Report report = rehearsal.report();
        if (report.applied().isEmpty()) {
            output().info("Database version: " + report.after() + "; nothing to rehearse.");
            return;
        }
        rehearsal.schema().forEach(this::print);
        rehearsal.rows().forEach(this::print);
        rehearsal.locks().forEach(this::print);
        output().info("The rehearsal succeeded: "
                + Wording.scripts(report.applied().size())
                + effect(report) + "; "
                + Wording.duration(report.took()) + " on the copy.");
    }

    private static String effect(Report report) {
        return report.before().equals(report.after())
                ? " would run at version " + report.after()
                : " would bring the database from version " + report.before() + " to " + report.after();
    }

    private void print(Rehearsal.SchemaChange change) {
        String what = "changed";
        if (change.before().isEmpty()) {
            what = "added";
        } else if (change.after().isEmpty()) {
            what = "dropped";
        }
        output().info("Schema: " + change.type() + " " + change.name() + " " + what);
    }

    private void print(Rehearsal.RowChange change) {
        output().info("Rows:   " + change.table() + " " + count(change.before()) + " -> " + count(change.after()));
    }

    private void print(Rehearsal.TableLock lock) {
        output().info("Lock:   " + lock.table() + " " + lock.mode() + " for " + Wording.duration(lock.held()));
    }

    private static String count(long rows) {
        return rows < 0 ? "none" : Long.toString(rows);
    }
}
