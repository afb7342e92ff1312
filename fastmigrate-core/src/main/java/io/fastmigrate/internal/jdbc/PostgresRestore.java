package io.fastmigrate.internal.jdbc;

import io.fastmigrate.Version;
import io.fastmigrate.error.BackupFailedException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.file.BackupSet;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.LockKind;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.dump.DumpException;
import io.fastmigrate.internal.jdbc.dump.PgArchive;
import io.fastmigrate.internal.jdbc.dump.PgDump;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.error.UnsupportedOperations;
import io.fastmigrate.internal.jdbc.postgres.PostgresContentRemoval;
import io.fastmigrate.internal.jdbc.postgres.PostgresDialect;
import io.fastmigrate.internal.port.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the content of a PostgreSQL database by that of a backup of it, in one transaction: whatever ends it early, the old
 * content stays.
 */
final class PostgresRestore {

    private static final String INTO_NEW = "Restore it into a new database: ";

    private static final String UNCHANGED = "Nothing was changed.";

    private static final String TABLES =
            "SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_catalog.pg_class WHERE relname = '_meta' AND relkind = 'r'";

    /** A server process whose client is gone may go on for as long as a statement takes. */
    private static final String END_RESTORING =
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND application_name = '" + PgDump.RESTORING + "'";

    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 100;

    private final JdbcSource source;
    private final Db db;
    private final PostgresDialect dialect;
    private final PgDump tool;

    private PostgresRestore(JdbcSource source, Db db, PostgresDialect dialect, PgDump tool) {
        this.source = source;
        this.db = db;
        this.dialect = dialect;
        this.tool = tool;
    }

    private static PostgresRestore of(JdbcSource source, Db db) throws SQLException {
        if (db.dialect() instanceof PostgresDialect dialect && dialect.lockKind() == LockKind.SERVER) {
            Optional<PgDump> tool = dialect.pgDump(source, db);
            if (tool.isPresent()) {
                return new PostgresRestore(source, db, dialect, tool.get());
            }
        }
        throw new UnsupportedOperations(source.name(), db.dialect()).restore();
    }

    /**
     * Reads the version that a backup has, after making sure that it is a whole backup of this database.
     *
     * @throws BackupFailedException if it is none, or if this is a database that cannot be restored
     */
    static Snapshot read(JdbcSource source, Db db, Path backup) throws SQLException {
        if (!(db.dialect() instanceof PostgresDialect)) {
            throw new UnsupportedOperations(source.name(), db.dialect())
                    .restore(new Dumps(source, db.dialect()).howToRestore(db, backup));
        }
        PostgresRestore restore = of(source, db);
        if (!Files.isRegularFile(backup)) {
            return Snapshot.of(Snapshot.Presence.MISSING);
        }
        if (!BackupSet.isNamedAsBackup(backup)) {
            throw restore.failed(
                    backup,
                    "its name is not that of a backup that fastmigrate wrote, and a file that holds only a part of the database"
                            + " would be all that is left.",
                    "Give it its name (<database>.<date>_<time>.backup) if it is one. Or restore it into a new database: "
                            + restore.tool.commands(backup) + ".",
                    null);
        }
        try {
            restore.tool.readAll(backup);
            OptionalInt version = restore.checked(backup).version();
            return version.isEmpty()
                    ? Snapshot.of(Snapshot.Presence.UNMANAGED)
                    : new Snapshot(Snapshot.Presence.MANAGED, new Version(version.getAsInt()), List.of(), List.of());
        } catch (DumpException e) {
            throw restore.failed(backup, e);
        }
    }

    /** Restores a backup that was read. The migration lock is held. */
    static void run(JdbcSource source, Db db, Path backup) {
        try {
            of(source, db).restore(backup);
        } catch (SQLException e) {
            throw new JdbcErrors(source, db.dialect()).translate(e, Duration.ZERO);
        }
    }

    private PgArchive checked(Path backup) throws DumpException, SQLException {
        PgArchive archive = tool.archiveOf(backup);
        String own = db.jdbc().getCatalog();
        if (!archive.database().equals(own)) {
            throw failed(
                    backup,
                    "it is a backup of the database " + archive.database() + ", and this is " + own + ".",
                    INTO_NEW + tool.commands(backup) + ".",
                    null);
        }
        if (source.access().schema() != null) {
            throw failed(
                    backup,
                    "it holds the whole database, and not only the schema "
                            + source.access().schema() + ".",
                    INTO_NEW + tool.commands(backup) + ".",
                    null);
        }
        int server = db.jdbc().getMetaData().getDatabaseMajorVersion();
        if (archive.server() > server) {
            throw failed(
                    backup,
                    "it was made on PostgreSQL " + archive.server() + ", and this server is of version " + server + ".",
                    "Restore it on a server of version " + archive.server() + " or later.",
                    null);
        }
        return archive;
    }

    private void restore(Path backup) throws SQLException {
        int own = Rows.text(db.jdbc(), "SELECT pg_backend_pid()")
                .map(Integer::parseInt)
                .orElseThrow();
        List<String> others = others(own);
        for (int i = 0; i < TRIES && !others.isEmpty(); i++) {
            JdbcSource.pause(PAUSE_MILLIS, source.name()); // a session that has just ended is listed for a moment
            others = others(own);
        }
        if (!others.isEmpty()) {
            throw failed(
                    backup,
                    "others are connected, who would lose what they commit: " + String.join("; ", others) + ".",
                    "End them, then restore again. Or leave this database as it is. " + INTO_NEW + tool.commands(backup)
                            + ".",
                    null);
        }
        String before = tables();
        try {
            PgArchive archive = checked(backup);
            new Dumps(source, dialect).lend(db, file -> {
                tool.script(backup, file);
                tool.runInTransaction(PostgresContentRemoval.statements(own), file, archive.versionCheck());
            });
        } catch (DumpException e) {
            if (!isRestored(before, backup, e)) {
                throw failed(backup, e);
            }
        }
    }

    /** Whatever the program says: if the connection was lost at the commit, only the database knows. */
    private boolean isRestored(String before, Path backup, DumpException failure) {
        boolean interrupted = Thread.interrupted();
        try {
            for (int i = 0; i < TRIES && !Rows.all(db.jdbc(), 1, END_RESTORING).isEmpty(); i++) {
                JdbcSource.pause(PAUSE_MILLIS, source.name());
            }
            return !tables().equals(before);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            throw Bridge.errors()
                    .backupFailed(
                            "It is not known whether the backup " + backup
                                    + " was restored, since the server does not answer: "
                                    + source.secrets().clean(String.valueOf(failure.getMessage()))
                                    + " The database is as the backup, or unchanged, and nothing in between.",
                            "Ask for the version when the server answers again (fastmigrate check), then restore again if"
                                    + " it is not that of the backup.",
                            source.secrets().clean(failure));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns what tells the tables with a version of before from those that a backup made. */
    private String tables() throws SQLException {
        return Rows.text(db.jdbc(), TABLES).orElse("");
    }

    private List<String> others(int own) throws SQLException {
        return Rows.all(db.jdbc(), 1, PostgresContentRemoval.othersBut(own)).stream()
                .map(row -> row.get(0))
                .toList();
    }

    private BackupFailedException failed(Path backup, DumpException e) {
        if (e.isInterrupted()) {
            throw Bridge.errors().interruptedWhileWaiting(source.name());
        }
        return failed(backup, String.valueOf(e.getMessage()), e.advice(), e);
    }

    private BackupFailedException failed(Path backup, String why, String advice, @Nullable Throwable cause) {
        return Bridge.errors()
                .backupFailed(
                        "The backup " + backup + " was not restored: "
                                + source.secrets().clean(why) + (why.contains("\n") ? "\n" : " ") + UNCHANGED,
                        advice,
                        cause == null ? null : source.secrets().clean(cause));
    }
}
