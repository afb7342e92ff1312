package io.fastmigrate.cli.problem;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.ChangedScriptException;
import io.fastmigrate.error.DatabaseAheadException;
import io.fastmigrate.error.DatabaseBehindException;
import io.fastmigrate.error.DatabaseManagedException;
import io.fastmigrate.error.DatabaseNotFoundException;
import io.fastmigrate.error.DatabaseUnmanagedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.error.FleetFailedException;
import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.error.LateScriptException;
import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.error.MigrationInterruptedException;
import io.fastmigrate.error.MigrationsNotFoundException;
import io.fastmigrate.error.RebuildFailedException;
import io.fastmigrate.error.ScriptFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an error means to those who start a command: an exit code, and a name that programs can rely on. */
public final class Problems {

    /** What {@code --json} calls each error; part of the documented contract. */
    private static final Map<Class<? extends RuntimeException>, String> NAMES = Map.ofEntries(
            Map.entry(BackupFailedException.class, "backup-failed"),
            Map.entry(ChangedScriptException.class, "changed-script"),
            Map.entry(DatabaseAheadException.class, "database-ahead"),
            Map.entry(DatabaseBehindException.class, "database-behind"),
            Map.entry(DatabaseManagedException.class, "database-managed"),
            Map.entry(DatabaseNotFoundException.class, "database-not-found"),
            Map.entry(DatabaseUnmanagedException.class, "database-unmanaged"),
            Map.entry(DatabaseUnusableException.class, "database-unusable"),
            Map.entry(EnrollFailedException.class, "enroll-failed"),
            Map.entry(FleetFailedException.class, "fleet-failed"),
            Map.entry(InvalidScriptException.class, "invalid-script"),
            Map.entry(InvalidSettingException.class, "invalid-setting"),
            Map.entry(LateScriptException.class, "late-script"),
            Map.entry(LockTimeoutException.class, "lock-timeout"),
            Map.entry(MigrationInterruptedException.class, "interrupted"),
            Map.entry(MigrationsNotFoundException.class, "migrations-not-found"),
            Map.entry(RebuildFailedException.class, "rebuild-failed"),
            Map.entry(ScriptFailedException.class, "script-failed"),
            Map.entry(Failure.class, "failure"));

    private Problems() {}

    /** Returns the error's name in JSON, {@code unexpected} for one that should never have come. */
    public static String name(Exception error) {
        if (error instanceof Failure failure && failure.exitCode() == ExitCode.USAGE) {
            return "usage";
        }
        return NAMES.getOrDefault(error.getClass(), "unexpected");
    }

    /** Tells whether an error is one that this program knows by name. */
    public static boolean isKnown(Class<?> error) {
        return NAMES.containsKey(error);
    }

    public static ExitCode exitCode(Exception error) {
        if (error instanceof Failure failure) {
            return failure.exitCode();
        }
        return error instanceof InvalidSettingException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    public static String message(Exception error) {
        if (error instanceof FastMigrateException || error instanceof Failure) {
            return String.valueOf(error.getMessage());
        }
        return "Unexpected: " + error;
    }

    public static String advice(Exception error) {
        if (error instanceof FastMigrateException known) {
            return known.advice();
        }
        if (error instanceof Failure failure) {
            return failure.advice();
        }
        return "This is a defect in fastmigrate. Run the command again with -v and report what it prints.";
    }

    /** Says in a few words why a file could not be used. */
    public static String reason(IOException error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "it already exists";
        }
        @Nullable String reason = error instanceof FileSystemException system ? system.getReason() : error.getMessage();
        return reason == null ? error.getClass().getSimpleName() : reason;
    }
}
