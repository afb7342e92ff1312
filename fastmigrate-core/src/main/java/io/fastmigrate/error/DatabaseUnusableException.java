package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** The database exists, but it cannot be used. */
public final class DatabaseUnusableException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    /** The reason why it cannot be used. */
    public enum Problem {
        /** A directory, or something else that is not a file. */
        NOT_A_FILE,
        /** The file is not a SQLite database, or it is encrypted. */
        NOT_A_DATABASE,
        CORRUPT,
        /** It can be read but not written. */
        READ_ONLY,
        /** The file or its directory cannot be read or opened. */
        NO_ACCESS,
        DISK_FULL,
        /** The database does not exist, but a journal or a write-ahead log of an earlier one does. */
        STRAY_JOURNAL,
        /** The file system does not support locks, without which SQLite itself is not safe. */
        NO_LOCKS,
        /** The driver's native library cannot be loaded. */
        NO_DRIVER,
        /** No server answers, or it broke the connection off. */
        UNREACHABLE,
        /** The table {@code _meta} exists, but its columns or rows are wrong. */
        BROKEN_META,
        /** The table {@code _fastmigrate_history} or {@code _fastmigrate_repeatable} is there, but not as fastmigrate writes it. */
        BROKEN_HISTORY,
        /** Rows refer to rows that do not exist. */
        FOREIGN_KEY_VIOLATION,
        /** A hook of an adapter failed, or the adapter itself is not as it must be. */
        ADAPTER_FAILED,
        /** Any other error of the database. */
        OTHER
    }

    private final Problem problem;
    private final String database;

    DatabaseUnusableException(
            String database, Problem problem, String message, String advice, @Nullable Throwable cause) {
        super(message, advice, cause);
        this.problem = problem;
        this.database = database;
    }

    public Problem problem() {
        return problem;
    }

    /** Returns the name of the database in messages. */
    public String database() {
        return database;
    }
}
