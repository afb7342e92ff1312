package io.fastmigrate.schema;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.internal.inspect.AppliedScripts;
import io.fastmigrate.internal.inspect.Inspection;
import io.fastmigrate.internal.port.SchemaInspection;
import io.fastmigrate.schema.internal.Build;
import io.fastmigrate.schema.internal.Comparison;
import io.fastmigrate.schema.internal.SchemaCache;
import io.fastmigrate.schema.internal.UserCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The schema that the scripts of a {@link FastMigrate} make. They run on a temporary database, which is gone afterwards: a file
 * of SQLite, or a database on the same server. All errors are {@link io.fastmigrate.error.FastMigrateException}s.
 */
public final class Schema {

    private static final String SCRIPT = "script";

    private final Inspection inspection;
    private final Optional<SchemaCache> cache;

    private Schema(Inspection inspection, Optional<SchemaCache> cache) {
        this.inspection = inspection;
        this.cache = cache;
    }

    public static Schema of(FastMigrate fastMigrate) {
        return new Schema(Inspection.of(fastMigrate), Optional.empty());
    }

    /**
     * Keeps in a directory what {@link #file} and {@link #drift} learn from running scripts: a later call with the same scripts, values and
     * settings, and the same version of SQLite or the same server, reads a file instead. Programs run each time. The 100 files that were used
     * last are kept; a directory that cannot be read or written changes nothing but the time. It holds definitions and no rows.
     *
     * @param directory made when it is needed
     */
    public Schema cachedIn(Path directory) {
        return new Schema(
                inspection, Build.of(Inspection.class, Schema.class).map(build -> new SchemaCache(directory, build)));
    }

    /**
     * Does what {@link #cachedIn} does, in the user's directory for such files: {@code fastmigrate/schemas} in {@code XDG_CACHE_HOME}, or else in
     * {@code LOCALAPPDATA} or in {@code .cache} in the home directory; keeps nothing where there is none of them.
     */
    public Schema cached() {
        return UserCache.directory(System.getenv(), Path.of(System.getProperty("user.home", "")))
                .map(directory -> cachedIn(directory.resolve("fastmigrate").resolve("schemas")))
                .orElse(this);
    }

    /** Returns the schema that all scripts together make, as a script. Reads no database of SQLite, which need not be there. */
    public SchemaFile file() {
        return inspection.guarded(() -> {
            List<String> script =
                    made(SCRIPT, inspection.scripts(), inspection.target(), schema -> List.of(schema.script()));
            return SchemaFile.of(script.get(0));
        });
    }

    private List<String> made(
            String what, List<Script> scripts, Version version, Function<SchemaInspection, List<String>> learned) {
        Supplier<List<String>> run = () -> inspection.shadow(scripts, shadow -> {
            shadow.migrateTo(version);
            shadow.runRepeatable();
            return learned.apply(shadow.schema());
        });
        return cache.filter(kept -> !what.equals(SCRIPT) || !inspection.schema().isScriptOfProgram())
                .map(kept -> kept.get(inspection.schemaKey(scripts, version).map(key -> what + key), run))
                .orElseGet(run);
    }

    /** Compares the database with what its applied scripts make. The database is only read. */
    public DriftReport drift() {
        return inspection.guarded(() -> {
            AppliedScripts applied = inspection.applied();
            SortedMap<String, String> actual = inspection.schema().definitions();
            SortedMap<String, String> expected = definitions(
                    made("definitions", applied.scripts(), applied.version(), schema -> texts(schema.definitions())));
            List<SchemaDifference> differences = Comparison.of(expected, actual).stream()
                    .filter(difference -> !applied.isUnknown(difference.object()))
                    .toList();
            return new DriftReport(inspection.databaseName(), applied.version(), differences, applied.warnings());
        });
    }

    private static List<String> texts(SortedMap<String, String> definitions) {
        return definitions.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toList();
    }

    private static SortedMap<String, String> definitions(List<String> texts) {
        SortedMap<String, String> definitions = new TreeMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            definitions.put(texts.get(i), texts.get(i + 1));
        }
        return definitions;
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
