package io.fastmigrate.error;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.bridge.Errors;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes errors for internal packages. */
final class ErrorFactory implements Errors {

    static {
        Bridge.register(new ErrorFactory());
    }

    private ErrorFactory() {}

    @Override
    public BackupFailedException backupFailed(String message, String advice, @Nullable Throwable cause) {
        return new BackupFailedException(message, advice, cause);
    }

    @Override
    public ChangedScriptException changedScript(Script script, HistoryEntry entry) {
        return new ChangedScriptException(script, entry);
    }

    @Override
    public DatabaseAheadException databaseAhead(String database, Version version, Version target) {
        return new DatabaseAheadException(database, version, target);
    }

    @Override
    public DatabaseBehindException databaseBehind(String database, Version version, List<Script> pending) {
        return new DatabaseBehindException(database, version, pending);
    }

    @Override
    public DatabaseManagedException databaseManaged(String database, Version version) {
        return new DatabaseManagedException(
                database, version, "Nothing needs to be enrolled: add a script with a higher number and migrate.");
    }

    @Override
    public DatabaseManagedException databaseAdopted(String database, Version version) {
        return new DatabaseManagedException(
                database,
                version,
                "Nothing needs to be adopted, and nothing was written. Where another process adopted it in the"
                        + " meantime, keep the scripts that it wrote: add one with a higher number and migrate.");
    }

    @Override
    public DatabaseNotFoundException databaseNotFound(String database) {
        return new DatabaseNotFoundException(database);
    }

    @Override
    public DatabaseNotFoundException databaseNotFound(String database, String advice, @Nullable Throwable cause) {
        return new DatabaseNotFoundException(database, advice, cause);
    }

    @Override
    public DatabaseUnmanagedException databaseUnmanaged(String database, String advice) {
        return new DatabaseUnmanagedException(database, advice);
    }

    @Override
    public DatabaseUnusableException databaseUnusable(
            String database, Problem problem, String message, String advice, @Nullable Throwable cause) {
        return new DatabaseUnusableException(database, problem, message, advice, cause);
    }

    @Override
    public EnrollFailedException enrollFailed(String message, String advice, @Nullable Throwable cause) {
        return new EnrollFailedException(message, advice, cause);
    }

    @Override
    public FleetFailedException fleetFailed(Fleet.Report report) {
        return new FleetFailedException(report);
    }

    @Override
    public InvalidScriptException invalidScript(
            List<String> scripts, Script.@Nullable Position position, String message, String advice) {
        return new InvalidScriptException(scripts, position, message, advice);
    }

    @Override
    public LateScriptException lateScript(Script script, Version version, Version free) {
        return new LateScriptException(script, version, free);
    }

    @Override
    public LockTimeoutException lockTimeout(
            String message, Duration waited, @Nullable String holder, @Nullable Throwable cause) {
        return new LockTimeoutException(message, waited, holder, cause);
    }

    @Override
    public LockTimeoutException lockTimeout(
            String message, String advice, Duration waited, @Nullable String holder, @Nullable Throwable cause) {
        return new LockTimeoutException(message, advice, waited, holder, cause);
    }

    @Override
    public MigrationInterruptedException interruptedWhileWaiting(String database) {
        return MigrationInterruptedException.whileWaiting(database);
    }

    @Override
    public MigrationInterruptedException interruptedDuring(Script script, String state, Report report) {
        return MigrationInterruptedException.during(script, state, report);
    }

    @Override
    public MigrationInterruptedException interruptedDuring(Script script, String state, String advice, Report report) {
        return MigrationInterruptedException.during(script, state, advice, report);
    }

    @Override
    public MigrationsNotFoundException migrationsNotFound(
            String location, String message, String advice, @Nullable Throwable cause) {
        return new MigrationsNotFoundException(location, message, advice, cause);
    }

    @Override
    public RebuildFailedException rebuildFailed(String message, String advice, @Nullable Throwable cause) {
        return new RebuildFailedException(message, advice, cause);
    }

    @Override
    public ScriptFailedException scriptFailed(
            Report report,
            Script script,
            Script.@Nullable Position position,
            String message,
            String advice,
            @Nullable Throwable cause) {
        return new ScriptFailedException(report, script, position, message, advice, cause);
    }
}
