package io.fastmigrate.backend.jdbc;

import io.fastmigrate.backend.GuardedConnection;
import io.fastmigrate.backend.StepFailedException;
import io.fastmigrate.model.FastMigrateException;
import io.fastmigrate.model.JavaMigration;
import java.sql.SQLException;

/** Runs a migration written in Java in the transaction at hand. */
final class JavaRun {

    private JavaRun() {}

    static void run(JavaMigration migration, Db db, Secrets secrets) throws SQLException {
        db.touchByJava();
        try {
            migration.migrate(GuardedConnection.of(db.jdbc()));
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
