package io.fastmigrate.internal.sqlite;

import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.DatabaseUnusableException.Problem;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.BackupFile;
import io.fastmigrate.internal.file.FileAccess;
import io.fastmigrate.internal.file.PlaceProblem;
import io.fastmigrate.internal.file.RehearsalDirectory;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.port.Copy;
import io.fastmigrate.internal.port.CopyListener;
import io.fastmigrate.internal.port.SchemaSummary;
import io.fastmigrate.internal.sql.token.SqliteNames;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.connection.SqliteFile;
import io.fastmigrate.internal.sqlite.connection.SqliteSource;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.control.RepeatableTable;
import io.fastmigrate.internal.sqlite.file.BackupCheck;
import io.fastmigrate.internal.sqlite.file.SourceSnapshot;
import io.fastmigrate.internal.sqlite.foreignkey.ForeignKeyCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A copy in a private directory beside the database, where there is room for it if there is room for a backup. */
final class SqliteCopy implements Copy {

    private static final String NO_COPY = "No copy for a rehearsal was made";

    private final RehearsalDirectory directory;
    private final SqliteFile file;
    private final Function<Path, Backend<?>> backends;

    /** What stood before the scripts; null until there is a copy. */
    private @Nullable ForeignKeyCheck foreignKeys;

    private SqliteCopy(RehearsalDirectory directory, SqliteFile file, Function<Path, Backend<?>> backends) {
        this.backends = backends;
        this.directory = directory;
        this.file = file;
    }

    static SqliteCopy of(SqliteSource source, Function<Path, Backend<?>> backends) {
        if (!source.exists()) {
            throw Bridge.errors().databaseNotFound(source.name());
        }
        SqliteCopy copy = null;
        boolean complete = false;
        try {
            Path original = source.file().orElseThrow(() -> noFile(source));
            copy = inPrivateDirectory(original, backends);
            copy.fill(source, original);
            complete = true;
            return copy;
        } catch (SQLException e) {
            throw failed(SqliteErrors.translate(source, e));
        } catch (IOException e) {
            PlaceProblem found = PlaceProblem.of(Path.of(source.name()), e);
            throw Bridge.errors()
                    .backupFailed(NO_COPY + " of " + source.name() + " (" + found.reason() + ").", found.advice(), e);
        } finally {
            if (copy != null && !complete) {
                copy.close();
            }
        }
    }

    private static BackupFailedException noFile(SqliteSource source) {
        return Bridge.errors()
                .backupFailed(
                        "No copy can be made of " + source.name() + ": it has no file.", "Use a database file.", null);
    }

    private static SqliteCopy inPrivateDirectory(Path original, Function<Path, Backend<?>> backends)
            throws IOException {
        RehearsalDirectory directory = RehearsalDirectory.make(original.toAbsolutePath());
        Path copy = directory.path().resolve(String.valueOf(original.getFileName()));
        return new SqliteCopy(directory, new SqliteFile(copy), backends);
    }

    private void fill(SqliteSource source, Path original) throws SQLException, IOException {
        FileAccess.of(original).createPrivately(file.path());
        try (SourceSnapshot snapshot = SourceSnapshot.open(source)) {
            BackupFile.requireSpace(file.path(), snapshot.bytes(), NO_COPY);
            snapshot.copyTo(file.path(), CopyListener.NONE);
        }
        try (Connection connection = file.openToRead()) {
            foreignKeys = ForeignKeyCheck.before(connection, Optional.empty());
        }
    }

    @Override
    public Backend<?> backend() {
        return backends.apply(file.path());
    }

    @Override
    public SchemaSummary summary() {
        try (Connection connection = file.openToRead()) {
            return new SchemaSummary(objects(connection), rows(connection));
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    private static Map<SchemaSummary.ObjectName, String> objects(Connection connection) throws SQLException {
        Map<SchemaSummary.ObjectName, String> objects = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema "
                        + "WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'")) {
            while (rows.next()) {
                if (!isOurs(rows.getString(2))) {
                    objects.put(new SchemaSummary.ObjectName(rows.getString(1), rows.getString(2)), rows.getString(3));
                }
            }
        }
        return objects;
    }

    private static Map<String, Long> rows(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
                        + "type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        Map<String, Long> counts = new HashMap<>();
        for (String table : tables) {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM main." + Sql.quoted(table))) {
                if (count.next() && !isOurs(table)) {
                    counts.put(table, count.getLong(1));
                }
            }
        }
        return counts;
    }

    private static boolean isOurs(String name) {
        return SqliteNames.same(name, MetaTable.NAME)
                || name.equals(HistoryTable.NAME)
                || name.equals(RepeatableTable.NAME);
    }

    @Override
    public List<String> check() {
        try (Connection connection = file.openToRead()) {
            BackupCheck.Findings findings = BackupCheck.findings(connection, "integrity_check");
            if (!findings.damage().isEmpty()) {
                throw failed(
                        Problem.CORRUPT,
                        "After the rehearsal its copy does not pass SQLite's integrity check: "
                                + String.join("; ", findings.damage()),
                        "Run PRAGMA integrity_check on the database itself; if it passes there, a script"
                                + " damages the copy (by writable_schema, for example).");
            }
            Optional<String> violations = Objects.requireNonNull(foreignKeys).findings(connection);
            if (violations.isPresent()) {
                throw failed(
                        Problem.FOREIGN_KEY_VIOLATION,
                        "The rehearsal leaves " + violations.get(),
                        "Change the scripts to keep the parent rows or to delete these rows, and rehearse again.");
            }
            return findings.unchecked();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** That there is no database, or that it is locked, is told as for every other act. */
    private static FastMigrateException failed(FastMigrateException e) {
        return e instanceof DatabaseUnusableException
                ? Bridge.errors().backupFailed(NO_COPY + ". " + e.getMessage(), e.advice(), e)
                : e;
    }

    private DatabaseUnusableException failed(Problem problem, String message, String advice) {
        return Bridge.errors().databaseUnusable(file.name(), problem, message, advice, null);
    }

    @Override
    public void close() {
        directory.close();
    }
}
