package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.PlaceProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What the driver's errors mean for a database as a whole. The codes are those of <a
 * href="https://www.sqlite.org/rescode.html">SQLite's result codes</a>.
 */
public final class SqliteErrors {

    public static final String READ_OR_WRITE_ADVICE =
            "Check the system log: it may be a limit on the size of files (ulimit -f), a quota, or a failing"
                    + " disk. Then run it again.";

    private SqliteErrors() {}

    /** Makes an error for a person of one that has to do with no script, but with a database that exists. */
    public static FastMigrateException translate(SqliteSource source, SQLException e) {
        return translate(source, e, isLocked(e) ? Duration.ZERO : BusyWait.lastWait());
    }

    /**
     * Makes an error for a person of one that has to do with no script.
     *
     * @param waited how long this was, where it is a lock that was waited for
     */
    public static FastMigrateException translate(SqliteSource source, SQLException e, Duration waited) {
        if (source instanceof SqliteFile file && !file.exists()) {
            return Bridge.errors().databaseNotFound(source.name());
        }
        return translateHere(source, e, waited);
    }

    /** Makes an error for a person of one that came while a database was made, so that there is none yet. */
    public static FastMigrateException translateCreation(
            SqliteSource source, Path place, SQLException e, Duration waited) {
        if (isBusy(e) || Files.exists(place)) {
            return translateHere(source, e, waited);
        }
        PlaceProblem found = PlaceProblem.of(place);
        Problem problem = problemOf(code(e));
        String reason = found == null ? message(e) : found.reason();
        String advice = problem == Problem.DISK_FULL
                ? "Free space on the disk, then create it again."
                : "Look up SQLite's error code at sqlite.org/rescode.html.";
        return unusable(
                source.name(),
                found == null ? problem : found.problem(),
                notCreated(source, reason),
                found == null ? advice : found.advice(),
                e);
    }

    /** Makes an error for a person of one of the file system's while a database was made. */
    public static FastMigrateException translateCreation(SqliteSource source, Path place, IOException e) {
        PlaceProblem found = PlaceProblem.of(place, e);
        return Bridge.errors()
                .databaseUnusable(
                        source.name(), found.problem(), notCreated(source, found.reason()), found.advice(), e);
    }

    private static String notCreated(SqliteSource source, String reason) {
        return "The database cannot be created: " + source.name() + " (" + reason + "). Nothing is left of it.";
    }

    private static FastMigrateException translateHere(SqliteSource source, SQLException e, Duration waited) {
        String name = source.name();
        if (source instanceof SqliteFile file && Files.isDirectory(file.path())) {
            return notAFile(name, e);
        }
        if (NativeLibrary.isMissing(e)) {
            return NativeLibrary.unusable(name, e);
        }
        if (isBusy(e)) {
            LockHolders holders = isLocked(e) ? LockHolders.ofSharedCache() : LockHolders.of(source);
            return holders.timeout(name, waited, e);
        }
        PlaceProblem found = source instanceof SqliteFile file && needsReason(e) ? PlaceProblem.of(file.path()) : null;
        return found == null
                ? translate(name, e)
                : unusable(
                        name,
                        found.problem(),
                        "The database cannot be opened: " + name + " (" + message(e) + ": " + found.reason() + ").",
                        found.advice(),
                        e);
    }

    /** Of all that can keep a file from being opened, SQLite says just that. */
    private static boolean needsReason(SQLException e) {
        return problemOf(code(e)) == Problem.NO_ACCESS;
    }

    private static FastMigrateException translate(String name, SQLException e) {
        Problem problem = problemOf(code(e));
        return switch (problem) {
            case NOT_A_DATABASE ->
                unusable(
                        name,
                        problem,
                        "This file is not a SQLite database: " + name + " (" + message(e) + ").",
                        "Correct the path. A database that is encrypted looks like this too; it must be decrypted"
                                + " first.",
                        e);
            case CORRUPT ->
                unusable(
                        name,
                        problem,
                        "The database is corrupt: " + name + " (" + message(e) + ").",
                        "Restore a backup, or recover what is left with .recover of the sqlite3 shell.",
                        e);
            case READ_ONLY ->
                unusable(
                        name,
                        problem,
                        "The database cannot be written: " + name + " (" + message(e) + ").",
                        "Give this user write permission on the file and on its directory, where SQLite keeps its"
                                + " journal.",
                        e);
            case NO_ACCESS ->
                unusable(
                        name,
                        problem,
                        "The database cannot be opened: " + name + " (" + message(e) + ").",
                        "Give this user permission to read and write the file and its directory.",
                        e);
            case DISK_FULL ->
                unusable(
                        name,
                        problem,
                        "The disk is full: " + name + " (" + message(e) + ").",
                        "Free space on the disk and run it again; nothing was changed.",
                        e);
            default -> other(name, problem, e);
        };
    }

    private static DatabaseUnusableException other(String name, Problem problem, SQLException e) {
        return isInputOutput(e)
                ? unusable(
                        name,
                        problem,
                        "A file could not be read or written: " + name + " (" + message(e) + ").",
                        READ_OR_WRITE_ADVICE,
                        e)
                : unusable(
                        name,
                        problem,
                        "The database cannot be used: " + name + " (" + message(e) + ").",
                        "Look up SQLite's error code at sqlite.org/rescode.html.",
                        e);
    }

    public static DatabaseUnusableException notAFile(String name, @Nullable SQLException cause) {
        return unusable(
                name,
                Problem.NOT_A_FILE,
                "This is not a database file but a directory or a device: " + name,
                "Specify the database file itself.",
                cause);
    }

    private static DatabaseUnusableException unusable(
            String name, Problem problem, String message, String advice, @Nullable SQLException cause) {
        return Bridge.errors().databaseUnusable(name, problem, message, advice, cause);
    }

    private static Problem problemOf(SQLiteErrorCode code) {
        String name = code.name();
        if (name.startsWith("SQLITE_NOTADB")) {
            return Problem.NOT_A_DATABASE;
        } else if (name.startsWith("SQLITE_CORRUPT") && code != SQLiteErrorCode.SQLITE_CORRUPT_VTAB) {
            return Problem.CORRUPT;
        } else if (name.startsWith("SQLITE_READONLY")) {
            return Problem.READ_ONLY;
        } else if (name.startsWith("SQLITE_CANTOPEN")
                || name.startsWith("SQLITE_PERM")
                || name.startsWith("SQLITE_AUTH")) {
            return Problem.NO_ACCESS;
        } else if (name.startsWith("SQLITE_FULL")) {
            return Problem.DISK_FULL;
        }
        return Problem.OTHER;
    }

    /** Tells whether an error, or what caused it, says that the file is no sound database. */
    public static boolean isDamage(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                Problem problem = problemOf(code(e));
                return problem == Problem.CORRUPT || problem == Problem.NOT_A_DATABASE;
            }
        }
        return false;
    }

    public static boolean isBusy(SQLException e) {
        String name = code(e).name();
        return name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED");
    }

    /** Tells whether the operating system failed to read or write, for a reason that SQLite does not hand on. */
    public static boolean isInputOutput(SQLException e) {
        return code(e).name().startsWith("SQLITE_IOERR");
    }

    /** Tells whether a lock is held by a connection of this program, as SQLite itself knows; nothing waits for such. */
    public static boolean isLocked(SQLException e) {
        return code(e).name().startsWith("SQLITE_LOCKED");
    }

    public static boolean isInterrupt(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_INTERRUPT;
    }

    /** Tells whether a statement ended because this thread was interrupted, while it ran or while it waited. */
    public static boolean isOurInterrupt(SQLException e) {
        return Thread.currentThread().isInterrupted() && (isInterrupt(e) || isBusy(e));
    }

    public static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /** Returns what SQLite itself said, without what the driver puts round it. */
    public static String message(SQLException e) {
        String text = String.valueOf(e.getMessage());
        String prefix = code(e) + " (";
        return text.startsWith(prefix) && text.endsWith(")")
                ? text.substring(prefix.length(), text.length() - 1)
                : text;
    }

    /** Returns SQLite's name and number of the error. */
    public static String codeText(SQLException e) {
        SQLiteErrorCode code = code(e);
        return code.name() + " " + code.code;
    }
}
