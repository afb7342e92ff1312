package io.fastmigrate.internal.bridge;

import io.fastmigrate.Adoption;
import io.fastmigrate.Creation;
import io.fastmigrate.Enrollment;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Plan;
import io.fastmigrate.Rehearsal;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Status;
import io.fastmigrate.Version;
import io.fastmigrate.Warning;
import io.fastmigrate.error.FastMigrateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes results and scripts. */
public interface Values {

    Adoption adoption(
            String tool, List<Adoption.Adopted> scripts, Version version, List<String> values, List<String> notes);

    Adoption.Adopted adopted(String fileName, String origin);

    Creation creation(Version version, boolean isNew);

    Enrollment enrollment(Path script, Version version);

    Fleet.Report fleetReport(List<Outcome> outcomes, Duration took);

    Outcome outcome(
            String database,
            Fleet.Report.State state,
            Optional<Version> version,
            Optional<FastMigrateException> failure);

    Plan plan(Version current, Version target, List<Plan.Step> steps, List<Warning> warnings);

    Plan.Step step(
            Script script,
            Plan.Execution execution,
            Optional<String> reason,
            Optional<Script.Position> position,
            String checksum);

    /** Makes a step that needs no reason. */
    default Plan.Step step(Script script, Plan.Execution execution, String checksum) {
        return step(script, execution, Optional.empty(), Optional.empty(), checksum);
    }

    /** Makes a step with the reason for its execution, and the statement that forces it where it is one. */
    default Plan.Step stepBecause(
            Script script,
            Plan.Execution execution,
            String checksum,
            String reason,
            Script.@Nullable Position position) {
        return step(script, execution, Optional.of(reason), Optional.ofNullable(position), checksum);
    }

    MigrationListener.Progress progress(
            Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed);

    MigrationListener.BackupProgress backupProgress(long bytesCopied, long bytesTotal, Duration elapsed);

    Rehearsal rehearsal(
            Report report,
            List<RowChange> rows,
            List<SchemaChange> schema,
            List<TableLock> locks,
            List<Rehearsal> scripts);

    TableLock tableLock(String table, String mode, Duration held);

    RowChange rowChange(String table, long before, long after);

    SchemaChange schemaChange(String type, String name, Optional<String> before, Optional<String> after);

    Report report(
            Version before,
            Version after,
            List<HistoryEntry> applied,
            Optional<Path> backup,
            Duration took,
            List<Warning> warnings);

    Status status(StatusFacts facts);

    Warning warning(Warning.Kind kind, String message);

    /** Makes a script of a file. */
    Script scriptOfFile(Version version, Script.Kind kind, Path path, ScriptContent content);

    /**
     * Makes a script of something that is not a file of the file system, such as an entry of a jar; {@code location}
     * is what messages call it.
     */
    Script scriptOfResource(Version version, String fileName, Script.Kind kind, String location, ScriptContent content);

    /** Makes a script of a Java migration, whose content is its fingerprint. */
    Script scriptOfJava(JavaMigration migration);

    /** Returns the same script, with what its place said of its bytes. */
    Script stamped(Script script, ScriptStamp stamp);

    /** Returns what the place of the bytes said of them when the script was found, where it said anything. */
    Optional<ScriptStamp> stamp(Script script);

    /** Returns the same script as one of the folder of repeatable scripts, without a number. */
    Script repeatable(Script script);

    /** Returns a script that runs with values in it. */
    Script withValues(Script script, Map<String, String> values);

    /** Returns the values that a script runs with, by their names. */
    Map<String, String> valuesOf(Script script);

    /**
     * Returns the engine behind what users call.
     *
     * @param type the engine's class, which this package does not know
     */
    <T> T engine(FastMigrate fastMigrate, Class<T> type);
}
