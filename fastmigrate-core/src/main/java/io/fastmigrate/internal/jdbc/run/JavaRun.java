package io.fastmigrate.internal.jdbc.run;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Secrets;
import io.fastmigrate.internal.pool.GuardedConnection;
import io.fastmigrate.internal.port.StepFailedException;
import java.sql.SQLException;
import java.util.Optional;

/** Runs a migration written in Java in the transaction at hand. */
public final class JavaRun {

    private JavaRun() {}

    public static void run(JavaMigration migration, Db db, Secrets secrets) throws SQLException {
        Optional<String> transaction = db.dialect().transaction(db.jdbc());
        db.touchByJava();
        migrate(migration, db, secrets);
        if (!db.dialect().transaction(db.jdbc()).equals(transaction)) {
            throw StepFailedException.at(
                            null,
                            "the migration ended the transaction that contains its version.",
                            "Leave BEGIN, COMMIT and ROLLBACK to the engine.",
                            null)
                    .leaving("What the migration wrote before that may be committed: check the database first.");
        }
    }

    private static void migrate(JavaMigration migration, Db db, Secrets secrets) throws SQLException {
        try {
            GuardedConnection.lend(db.jdbc(), new TransactionCheck(db.dialect().rules()), migration::migrate);
        } catch (SQLException | StepFailedException e) {
            throw e;
        } catch (FastMigrateException e) {
            throw StepFailedException.at(null, String.valueOf(e.getMessage()), e.advice(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StepFailedException.interrupted();
        } catch (Exception | LinkageError | AssertionError e) {
            throw StepFailedException.at(
                    null,
                    secrets.clean("the migration threw " + e),
                    "Correct the migration and migrate again.",
                    secrets.clean(e));
        }
    }
}
