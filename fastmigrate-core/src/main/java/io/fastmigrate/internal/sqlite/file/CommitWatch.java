package io.fastmigrate.internal.sqlite.file;

import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether anyone else has committed to a database file since a backup. The value of <a
 * href="https://www.sqlite.org/pragma.html#pragma_data_version">data_version</a> on an open connection changes with each
 * commit of another connection, and never with its own. Where the session's connection is closed, one of the watch takes
 * over: its value is read before the other one is read for the last time, so that no commit falls between them.
 */
final class CommitWatch implements AutoCloseable {

    private static final int BUSY_MILLIS = 10_000;
    private static final String OTHERS = "another program has committed to the database since the backup was made";

    private final Path file;
    private final @Nullable Object identity;
    private @Nullable Connection between;
    private long version = -1;
    private String journalMode = "";
    private @Nullable String doubt;

    /** @param file the database, with symbolic links resolved */
    CommitWatch(Path file) {
        this.file = file;
        this.identity = identity(file);
    }

    private static @Nullable Object identity(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return file;
        }
    }

    /** Begins with what a connection sees now. */
    void begin(Connection connection) throws SQLException {
        version = dataVersion(connection);
    }

    /** Returns why the backup may no longer be the state of before the run and nothing else; empty where it is. */
    Optional<String> doubt() {
        return Optional.ofNullable(doubt);
    }

    private void doubt(String why) {
        doubt = doubt == null ? why : doubt;
    }

    /** Looks whether others have committed, on the connection that watches now. */
    void look(Connection watching) {
        try {
            if (dataVersion(watching) != version) {
                doubt(OTHERS);
            }
            requireSameFile();
        } catch (SQLException e) {
            doubt(unseen(e));
        }
    }

    /** Looks while the session has no connection. */
    void lookBetween() {
        if (between == null) {
            doubt("the database was not watched all the time");
        } else {
            look(between);
        }
    }

    /** Watches by its own connection, because this one is about to be closed. */
    void leave(Connection connection) {
        try {
            letOthersRead(connection);
            Connection opened = new SqliteFile(file).openToWrite();
            between = opened;
            SqliteSource.driverConnection(opened).setBusyTimeout(BUSY_MILLIS);
            handOver(connection, opened);
        } catch (SQLException e) {
            doubt(unseen(e));
        }
    }

    /** A script may have locked the database for as long as its connection is open. */
    private static void letOthersRead(Connection connection) throws SQLException {
        if (Sql.string(connection, "PRAGMA main.locking_mode").equals("exclusive")) {
            Sql.string(connection, "PRAGMA main.locking_mode = NORMAL");
            Sql.string(connection, "SELECT 1 FROM main.sqlite_schema LIMIT 1");
        }
    }

    /** Watches by a connection that was just opened. */
    void arrive(Connection connection) {
        Connection from = between;
        if (from == null) {
            doubt("the database was not watched all the time");
            return;
        }
        try {
            handOver(from, connection);
        } catch (SQLException e) {
            doubt(unseen(e));
        }
        close();
    }

    private void handOver(Connection from, Connection to) throws SQLException {
        long next = dataVersion(to);
        look(from);
        version = next;
    }

    /** To be called before a step that may change the journal mode. */
    void beforeStep(Connection connection) {
        look(connection);
        try {
            journalMode = journalMode(connection);
        } catch (SQLException e) {
            doubt(unseen(e));
        }
    }

    /** Passes over the change that a connection's own switch to a write-ahead log is: the only change of its own connection that counts. */
    void afterStep(Connection connection) {
        try {
            long now = dataVersion(connection);
            String mode = journalMode(connection);
            boolean switched = !journalMode.equals("wal") && mode.equals("wal");
            if (switched && now == version + 1) {
                version = now;
            } else if (now != version && !mode.equals(journalMode)) {
                doubt("a script changed the journal mode from " + journalMode + " to " + mode
                        + ", so it is not known whether another program has committed in the meantime");
            }
        } catch (SQLException e) {
            doubt(unseen(e));
        }
        look(connection);
    }

    /**
     * Looks after a script that is a process, which has committed through its own connections, or has not.
     *
     * @return whether the database was changed in the meantime
     */
    boolean afterProcess(Connection connection, String script) {
        Optional<String> before = doubt();
        look(connection);
        if (before.isEmpty() && doubt != null) {
            doubt = "the database was changed while " + script
                    + " ran, and it is not known whether another program changed it too";
        }
        return doubt != null;
    }

    private void requireSameFile() {
        if (!Objects.equals(identity, identity(file))) {
            doubt("the database file was replaced by another one");
        }
    }

    private static String unseen(SQLException e) {
        return "it is not known whether another program has committed since the backup was made ("
                + SqliteErrors.message(e) + ")";
    }

    private static long dataVersion(Connection connection) throws SQLException {
        try {
            return Long.parseLong(Sql.string(connection, "PRAGMA main.data_version"));
        } catch (NumberFormatException e) {
            throw new SQLException("SQLite tells no data_version", e);
        }
    }

    private static String journalMode(Connection connection) throws SQLException {
        return Sql.string(connection, "PRAGMA main.journal_mode");
    }

    @Override
    public void close() {
        Connection open = between;
        between = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It has written nothing.
                return;
            }
        }
    }
}
