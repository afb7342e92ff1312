package io.fastmigrate;

import io.fastmigrate.Fleet.Report.Outcome;
import io.fastmigrate.Rehearsal.RowChange;
import io.fastmigrate.Rehearsal.SchemaChange;
import io.fastmigrate.Rehearsal.TableLock;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.ScriptContent;
import io.fastmigrate.internal.bridge.ScriptStamp;
import io.fastmigrate.internal.bridge.StatusFacts;
import io.fastmigrate.internal.bridge.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes results and scripts for internal packages. */
final class ValueFactory implements Values {

    static {
        Bridge.register(new ValueFactory());
    }

    private ValueFactory() {}

    @Override
    public Adoption adoption(
            String tool, List<Adoption.Adopted> scripts, Version version, List<String> values, List<String> notes) {
        return new Adoption(tool, scripts, version, values, notes);
    }

    @Override
    public Adoption.Adopted adopted(String fileName, String origin) {
        return new Adoption.Adopted(fileName, origin);
    }

    @Override
    public Creation creation(Version version, boolean isNew) {
        return new Creation(version, isNew);
    }

    @Override
    public Enrollment enrollment(Path script, Version version) {
        return new Enrollment(script, version);
    }

    @Override
    public Fleet.Report fleetReport(List<Outcome> outcomes, Duration took) {
        return new Fleet.Report(outcomes, took);
    }

    @Override
    public Outcome outcome(
            String database,
            Fleet.Report.State state,
            Optional<Version> version,
            Optional<FastMigrateException> failure) {
        return new Outcome(database, state, version, failure);
    }

    @Override
    public Plan plan(Version current, Version target, List<Plan.Step> steps, List<Warning> warnings) {
        return new Plan(current, target, steps, warnings);
    }

    @Override
    public Plan.Step step(
            Script script,
            Plan.Execution execution,
            Optional<String> reason,
            Optional<Script.Position> position,
            String checksum) {
        return new Plan.Step(script, execution, reason, position, checksum);
    }

    @Override
    public MigrationListener.Progress progress(
            Script script, long bytesRead, long bytesTotal, long statements, Duration elapsed) {
        return new MigrationListener.Progress(script, bytesRead, bytesTotal, statements, elapsed);
    }

    @Override
    public MigrationListener.BackupProgress backupProgress(long bytesCopied, long bytesTotal, Duration elapsed) {
        return new MigrationListener.BackupProgress(bytesCopied, bytesTotal, elapsed);
    }

    @Override
    public Rehearsal rehearsal(
            Report report,
            List<RowChange> rows,
            List<SchemaChange> schema,
            List<TableLock> locks,
            List<Rehearsal> scripts) {
        return new Rehearsal(report, rows, schema, locks, scripts);
    }

    @Override
    public TableLock tableLock(String table, String mode, Duration held) {
        return new TableLock(table, mode, held);
    }

    @Override
    public RowChange rowChange(String table, long before, long after) {
        return new RowChange(table, before, after);
    }

    @Override
    public SchemaChange schemaChange(String type, String name, Optional<String> before, Optional<String> after) {
        return new SchemaChange(type, name, before, after);
    }

    @Override
    public Report report(
            Version before,
            Version after,
            List<HistoryEntry> applied,
            Optional<Path> backup,
            Duration took,
            List<Warning> warnings) {
        return new Report(before, after, applied, backup, took, warnings);
    }

    @Override
    public Status status(StatusFacts facts) {
        return new Status(facts);
    }

    @Override
    public Warning warning(Warning.Kind kind, String message) {
        return new Warning(kind, message);
    }

    @Override
    public Script scriptOfFile(Version version, Script.Kind kind, Path path, ScriptContent content) {
        return Script.file(version, kind, path, content);
    }

    @Override
    public Script scriptOfResource(
            Version version, String fileName, Script.Kind kind, String location, ScriptContent content) {
        return Script.resource(version, fileName, kind, location, content);
    }

    @Override
    public Script scriptOfJava(JavaMigration migration) {
        return Script.java(migration);
    }

    @Override
    public Script stamped(Script script, ScriptStamp stamp) {
        return script.stamped(stamp);
    }

    @Override
    public Script repeatable(Script script) {
        return script.repeatable();
    }

    @Override
    public Script withValues(Script script, Map<String, String> values) {
        return script.withValues(values);
    }

    @Override
    public Map<String, String> valuesOf(Script script) {
        return script.values();
    }

    @Override
    public Optional<ScriptStamp> stamp(Script script) {
        return script.stamp();
    }

    @Override
    public <T> T engine(FastMigrate fastMigrate, Class<T> type) {
        return type.cast(fastMigrate.engine());
    }
}
