package io.fastmigrate.error;

import org.jspecify.annotations.Nullable;

/** There is something at the place that was named, but it cannot be used as a database. */
public final class DatabaseUnusableException extends FastMigrateException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Problem {
        /** A directory, or another thing that is no file. */
        NOT_A_FILE,
        /** A file that is no SQLite database; an encrypted one looks the same. */
        NOT_A_DATABASE,
        CORRUPT,
        /** It can be read but not written. */
        READ_ONLY,
        /** The file or its directory cannot be read or opened. */
        NO_ACCESS,
        DISK_FULL,
        /** There is no database, but a journal or a write-ahead log of one that was there. */
        STRAY_JOURNAL,
        /** The file system does not support locks, without which SQLite itself is not safe. */
        NO_LOCKS,
        /** The driver's native library cannot be loaded. */
        NO_DRIVER,
        /** No server answers, or it broke the connection off. */
        UNREACHABLE,
        /** The table {@code _meta} is there, but not as it must be. */
        BROKEN_META,
        /** The table {@code _fastmigrate_history} is there, but not as fastmigrate writes it. */
        BROKEN_HISTORY,
        /** Rows without the rows that their foreign keys refer to. */
        FOREIGN_KEY_VIOLATION,
        /** A hook of an adapter failed, or the adapter itself is not as it must be. */
        ADAPTER_FAILED,
        /** Anything else that the database says. */
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

    /** Returns what messages call the database. */
    public String database() {
        return database;
    }
}
