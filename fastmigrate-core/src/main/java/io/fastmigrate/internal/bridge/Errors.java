package io.fastmigrate.internal.bridge;

import io.fastmigrate.Fleet;
import io.fastmigrate.HistoryEntry;
import io.fastmigrate.Report;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes errors. */
public interface Errors {

    BackupFailedException backupFailed(String message, String advice, @Nullable Throwable cause);

    ChangedScriptException changedScript(Script script, HistoryEntry entry);

    DatabaseAheadException databaseAhead(String database, Version version, Version target);

    DatabaseBehindException databaseBehind(String database, Version version, List<Script> pending);

    DatabaseManagedException databaseManaged(String database, Version version);

    /** The same for one that was to be adopted. */
    DatabaseManagedException databaseAdopted(String database, Version version);

    DatabaseNotFoundException databaseNotFound(String database);

    DatabaseNotFoundException databaseNotFound(String database, String advice, @Nullable Throwable cause);

    DatabaseUnmanagedException databaseUnmanaged(String database, String advice);

    DatabaseUnusableException databaseUnusable(
            String database, Problem problem, String message, String advice, @Nullable Throwable cause);

    EnrollFailedException enrollFailed(String message, String advice, @Nullable Throwable cause);

    FleetFailedException fleetFailed(Fleet.Report report);

    InvalidScriptException invalidScript(
            List<String> scripts, Script.@Nullable Position position, String message, String advice);

    LateScriptException lateScript(Script script, Version version, Version free);

    LockTimeoutException lockTimeout(
            String message, Duration waited, @Nullable String holder, @Nullable Throwable cause);

    LockTimeoutException lockTimeout(
            String message, String advice, Duration waited, @Nullable String holder, @Nullable Throwable cause);

    MigrationInterruptedException interruptedWhileWaiting(String database);

    MigrationInterruptedException interruptedDuring(Script script, String state, Report report);

    MigrationInterruptedException interruptedDuring(Script script, String state, String advice, Report report);

    MigrationsNotFoundException migrationsNotFound(
            String location, String message, String advice, @Nullable Throwable cause);

    RebuildFailedException rebuildFailed(String message, String advice, @Nullable Throwable cause);

    ScriptFailedException scriptFailed(
            Report report,
            Script script,
            Script.@Nullable Position position,
            String message,
            String advice,
            @Nullable Throwable cause);
}
