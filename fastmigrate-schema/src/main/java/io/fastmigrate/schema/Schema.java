package io.fastmigrate.schema;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.internal.inspect.AppliedScripts;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.schema.internal.Comparison;
import java.util.List;
import java.util.SortedMap;

/**
 * The schema that the scripts of a {@link FastMigrate} make. They run on a temporary database, which is gone afterwards: a file
 * of SQLite, or a database on the same server. All errors are {@link io.fastmigrate.error.FastMigrateException}s.
 */
public final class Schema {

    private final Inspection inspection;

    private Schema(Inspection inspection) {
        this.inspection = inspection;
    }

    public static Schema of(FastMigrate fastMigrate) {
        return new Schema(Inspection.of(fastMigrate));
    }

    /** Returns the schema that all scripts together make, as a script. Reads no database of SQLite, which need not be there. */
    public SchemaFile file() {
        return inspection.guarded(() -> inspection.shadow(inspection.scripts(), shadow -> {
            shadow.migrateTo(inspection.target());
            shadow.runRepeatable();
            return SchemaFile.of(shadow.schema().script());
        }));
    }

    /** Compares the database with what its applied scripts make. The database is only read. */
    public DriftReport drift() {
        return inspection.guarded(() -> {
            AppliedScripts applied = inspection.applied();
            SortedMap<String, String> actual = inspection.schema().definitions();
            SortedMap<String, String> expected = inspection.shadow(applied.scripts(), shadow -> {
                shadow.migrateTo(applied.version());
                shadow.runRepeatable();
                SchemaInspection made = shadow.schema();
                return made.definitions();
            });
            List<SchemaDifference> differences = Comparison.of(expected, actual).stream()
                    .filter(difference -> !applied.isUnknown(difference.object()))
                    .toList();
            return new DriftReport(inspection.databaseName(), applied.version(), differences, applied.warnings());
        });
    }

    /**
     * Plans a script that brings the database back to what its applied scripts make. It is verified on a temporary database; the database
     * itself is only read.
     *
     * @throws io.fastmigrate.error.DatabaseUnusableException if there is a difference for which no script can be verified; it names
     *     the objects
     */
    public DriftFix planUndo(DriftFix.Drops drops) {
        return inspection.guarded(() -> new FixPlanner(inspection, drops).undo());
    }

    /**
     * Plans a script that makes what was changed by hand in the database, to be put behind the other scripts. It is verified on a
     * temporary database; the database itself is only read.
     *
     * @throws io.fastmigrate.error.DatabaseUnusableException if the database has not applied all scripts, or if there is a difference for
     *     which no script can be verified; it names the objects
     */
    public DriftFix planAdoption(DriftFix.Drops drops) {
        return inspection.guarded(() -> new FixPlanner(inspection, drops).adopt());
    }
}
