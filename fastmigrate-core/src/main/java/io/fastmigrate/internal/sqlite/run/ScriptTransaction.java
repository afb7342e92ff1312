package io.fastmigrate.internal.sqlite.run;

import io.fastmigrate.HistoryEntry;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.Script;
import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.port.StepContext;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.sql.statement.PragmaRisk;
import io.fastmigrate.internal.sql.statement.SqlStatement;
import io.fastmigrate.internal.sqlite.connection.Afterwards;
import io.fastmigrate.internal.sqlite.connection.ApplicationObjects;
import io.fastmigrate.internal.sqlite.connection.ForeignKeys;
import io.fastmigrate.internal.sqlite.connection.Sql;
import io.fastmigrate.internal.sqlite.connection.SqliteConnection;
import io.fastmigrate.internal.sqlite.connection.SqliteErrors;
import io.fastmigrate.internal.sqlite.control.HistoryTable;
import io.fastmigrate.internal.sqlite.control.MetaTable;
import io.fastmigrate.internal.sqlite.control.RepeatableTable;
import io.fastmigrate.internal.sqlite.foreignkey.ForeignKeyCheck;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What happens between a script's BEGIN and its COMMIT on one connection: the work, its checks, and its version. */
public final class ScriptTransaction {

    private static final String LOST_TRANSACTION = "the migration ended the transaction that contains its version.";

    private static final long NOT_ASKED = -1;

    private final SqliteConnection db;
    private final String database;

    public ScriptTransaction(SqliteConnection db, String database) {
        this.db = db;
        this.database = database;
    }

    /** Reads the version, which must be there. */
    public Version versionNow() throws SQLException {
        return MetaTable.readAgain(db.jdbc(), database).orElseThrow(ScriptTransaction::metaIsGone);
    }

    private static StepFailedException metaIsGone() {
        return StepFailedException.at(
                null,
                "the script dropped or renamed the table _meta, which contains the version.",
                "Leave _meta to fastmigrate, and migrate again.",
                null);
    }

    public void writeVersion(Version version) throws SQLException {
        try {
            MetaTable.write(db.jdbc(), database, version);
        } catch (SQLException e) {
            if (!MetaTable.exists(db.jdbc())) {
                throw metaIsGone();
            }
            throw e;
        }
    }

    /** Writes an entry into the history, or into the table of repeatable scripts. */
    public void record(HistoryEntry entry) throws SQLException {
        if (entry.isRepeatable()) {
            RepeatableTable.write(db.jdbc(), database, entry);
        } else {
            HistoryTable.write(db.jdbc(), database, entry);
        }
    }

    /** Returns the checksum of a repeatable script when it ran last. */
    public Optional<String> recorded(Script script) throws SQLException {
        return RepeatableTable.checksum(db.jdbc(), database, script.fileName());
    }

    /**
     * Runs what of a script belongs into the transaction, and checks what it did.
     *
     * @return the statements at its end, which run when it is committed
     */
    public List<SqlStatement> run(SqlScriptRun run, SqliteStep step) throws SQLException, IOException {
        Optional<ForeignKeyCheck> check = step.sql().canBreakForeignKeys()
                ? Optional.of(ForeignKeyCheck.before(db, step.touchedTables(), step.foreignKeyChange()))
                : Optional.empty();
        long schemaVersion =
                step.sql().has(PragmaRisk.RENEWED) || step.sql().has(PragmaRisk.CHECKED) ? schemaVersion() : NOT_ASKED;
        Optional<SoundnessCheck> soundness =
                step.sql().has(PragmaRisk.CHECKED) ? Optional.of(SoundnessCheck.before(db.jdbc())) : Optional.empty();
        run.body();
        List<SqlStatement> tail = run.tail();
        if (soundness.isPresent()) {
            soundness.get().after();
        }
        if (schemaVersion != NOT_ASKED) {
            renew(schemaVersion);
        }
        if (check.isPresent()) {
            check.get().after();
        }
        requireApplicationObjects();
        return tail;
    }

    private long schemaVersion() throws SQLException {
        return Long.parseLong(Sql.string(db.jdbc(), "PRAGMA main.schema_version"));
    }

    /** Gives the schema a number that no other connection can have seen, so that none goes on with an older schema. */
    private void renew(long before) throws SQLException {
        Sql.run(db.jdbc(), "PRAGMA main.schema_version = " + (Math.max(before, schemaVersion()) + 1));
    }

    public void runJava(SqliteStep step, StepContext context) throws SQLException {
        ForeignKeyCheck check = ForeignKeyCheck.before(db, Optional.empty(), ForeignKeys.Change.UNKNOWN);
        try (JavaTransaction transaction = JavaTransaction.watch(db.jdbc())) {
            Sql.run(db.jdbc(), "SAVEPOINT _fastmigrate_java");
            try {
                db.interruptibly(
                        () -> db.withGeneratedKeys(() -> migrate(
                                step.script().javaMigration().orElseThrow(), db.jdbc(), RehearsedAttach.check(db))),
                        () -> context.progress(0, -1, 0));
            } catch (StepFailedException e) {
                Afterwards.attempt(e, db::waitAgain);
                transaction.failed(e);
                throw e;
            } catch (SQLException e) {
                Afterwards.attempt(e, db::waitAgain);
                transaction.failed(e);
                throw e;
            }
            transaction.requireSame();
            db.waitAgain();
            release();
        }
        check.after();
        requireApplicationObjects();
    }

    private void requireApplicationObjects() throws SQLException {
        Optional<ApplicationObjects> objects = ApplicationObjects.of(db.jdbc());
        Optional<String> missing =
                objects.isEmpty() ? Optional.empty() : objects.get().missing(db.jdbc());
        if (missing.isPresent()) {
            throw StepFailedException.at(null, TakenObjects.reason(missing.get()) + ".", TakenObjects.ADVICE, null);
        }
    }

    /** Tells whether the transaction is still the one that was begun; a script that ended it may have committed. */
    public boolean isOpen(Throwable failure) {
        if (failure instanceof StepFailedException failed && !failed.aftermath().isEmpty()) {
            return false;
        }
        try {
            Sql.run(db.jdbc(), "BEGIN");
            Sql.run(db.jdbc(), "ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private void release() throws SQLException {
        try {
            Sql.run(db.jdbc(), "RELEASE _fastmigrate_java");
        } catch (SQLException e) {
            if (SqliteErrors.isBusy(e)) {
                throw StepFailedException.at(
                        null,
                        "a statement of the migration is still writing when the migration ends.",
                        OwnLocks.CLOSE_STATEMENT,
                        e);
            }
            throw StepFailedException.at(null, LOST_TRANSACTION, "Leave BEGIN, COMMIT and ROLLBACK to the engine.", e);
        }
    }

    private static void migrate(JavaMigration migration, Connection connection, GuardedConnection.SqlCheck check)
            throws SQLException {
        try {
            GuardedConnection.lend(connection, check, migration::migrate);
        } catch (StepFailedException e) {
            throw e;
        } catch (SQLException e) {
            throw orOwnLock(connection, e);
        } catch (FastMigrateException e) {
            throw StepFailedException.at(null, String.valueOf(e.getMessage()), e.advice(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StepFailedException.interrupted();
        } catch (Exception | LinkageError | AssertionError e) {
            StepFailedException own = OwnLocks.ofMigration(connection, e);
            if (own != null) {
                throw own;
            }
            throw StepFailedException.at(
                    null, "the migration threw " + e, "Correct the migration and migrate again.", e);
        }
    }

    private static SQLException orOwnLock(Connection connection, SQLException e) {
        StepFailedException own = SqliteErrors.isOurInterrupt(e) ? null : OwnLocks.ofMigration(connection, e);
        if (own != null) {
            throw own;
        }
        return e;
    }
}
