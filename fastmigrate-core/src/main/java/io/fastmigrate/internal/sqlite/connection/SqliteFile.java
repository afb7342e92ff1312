package io.fastmigrate.internal.sqlite.connection;

import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.waiting.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A database file. */
public record SqliteFile(Path path, Waiting waiting) implements SqliteSource {

    public SqliteFile(Path path, Waiting waiting) {
        this.path = path.toAbsolutePath();
        this.waiting = waiting;
    }

    public SqliteFile(Path path) {
        this(path, Waiting.USUAL);
    }

    @Override
    public SqliteSource waitingAs(Waiting other) {
        return new SqliteFile(path, other);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public boolean exists() {
        if (Files.exists(path)) {
            return true;
        }
        // Not to be seen is not to be absent: a directory above may be closed to this user, or a name too long.
        if (Files.notExists(path) && PlaceProblem.ofLength(path) == null) {
            return false;
        }
        throw unreachable();
    }

    private DatabaseUnusableException unreachable() {
        PlaceProblem found = PlaceProblem.of(
                path, new FileSystemException(name(), null, "the operating system denies access to it"));
        return Bridge.errors()
                .databaseUnusable(
                        name(),
                        found.problem(),
                        "The database cannot be opened: " + name() + " (" + found.reason() + ").",
                        found.advice(),
                        null);
    }

    /**
     * A read-only connection to a database in WAL mode leaves a {@code -wal} and a {@code -shm} file behind that were
     * not there, and a writable one that is the last to close moves a left-over WAL into the database. So: writable
     * where there is no WAL yet, read-only where there is one.
     */
    @Override
    public Connection openToRead() throws SQLException {
        boolean wal = Files.exists(Path.of(realPath() + "-wal"));
        try {
            return probed(patient(wal ? "mode=ro" : "mode=rw"));
        } catch (SQLiteException e) {
            return openOtherwise(e, wal);
        }
    }

    private Connection openOtherwise(SQLiteException first, boolean wal) throws SQLException {
        SQLiteErrorCode code = first.getResultCode();
        boolean readOnlyPlace = !wal && (isCannotOpen(code) || isReadOnly(code)) && !Files.isWritable(parent());
        boolean needsRecovery = wal && (isCannotOpen(code) || isReadOnly(code));
        if (!exists() || !((readOnlyPlace && !hasJournal()) || needsRecovery)) {
            throw first;
        }
        try {
            return probed(patient(readOnlyPlace ? "mode=ro&immutable=1" : "mode=rw"));
        } catch (SQLException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    /** What is read past a journal that waits to be played back may be half of a transaction. */
    private boolean hasJournal() {
        Path journal = Path.of(path + "-journal");
        try {
            return journal.toFile().length() > 0 && !PersistentJournal.isDead(journal);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isReadOnly(SQLiteErrorCode code) {
        return code.name().startsWith("SQLITE_READONLY");
    }

    private static boolean isCannotOpen(SQLiteErrorCode code) {
        return code.name().startsWith("SQLITE_CANTOPEN");
    }

    @Override
    public Connection openToWrite() throws SQLException {
        return patient("mode=rw");
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(realPath());
    }

    /** Journal and WAL stand beside the file itself, not beside a link to it. */
    private Path realPath() {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    @Override
    public boolean reusesConnections() {
        return false;
    }

    private Path parent() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private Connection patient(String parameters) throws SQLException {
        Connection connection = open(path, parameters);
        try {
            BusyWait.on(connection, waiting);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection probed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeQuery("PRAGMA schema_version").close();
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a file by its {@linkplain #uri URI}. */
    public static Connection open(Path path, String parameters) throws SQLException {
        NativeLibrary.require(path.toString());
        return JDBC.createConnection("jdbc:sqlite:" + uri(path, parameters), StatementLimits.properties());
    }

    /**
     * Returns the URI of a file, in which every byte that could mean something else is escaped.
     *
     * @param parameters as of <a href="https://www.sqlite.org/uri.html">SQLite's URI file names</a>
     */
    public static String uri(Path path, String parameters) {
        StringBuilder uri = new StringBuilder("file:");
        String text = path.toAbsolutePath().toString().replace(File.separatorChar, '/');
        if (!text.startsWith("/")) {
            uri.append('/');
        }
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/._-:".indexOf(c) >= 0);
            uri.append(
                    plain
                            ? String.valueOf(c)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) c));
        }
        return uri.append('?').append(parameters).toString();
    }
}
