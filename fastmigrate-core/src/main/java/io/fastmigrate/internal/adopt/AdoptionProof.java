package io.fastmigrate.internal.adopt;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Script;
import io.fastmigrate.error.DatabaseUnusableException;
import io.fastmigrate.error.EnrollFailedException;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.internal.bridge.Bridge;
import io.fastmigrate.internal.engine.Engine;
import io.fastmigrate.internal.port.AdoptingBackend;
import io.fastmigrate.internal.port.Backend;
import io.fastmigrate.internal.settings.Setting;
import io.fastmigrate.internal.settings.Settings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs the new scripts on an empty database, and compares schemas.
 *
 * @param settings of the database that is adopted
 * @param draft directory in which the scripts are, and an empty database may be
 * @param migrations in Java that run among the scripts
 */
record AdoptionProof(Settings settings, Path draft, List<JavaMigration> migrations) {

    private static final int SQLITE_FULL = 13;

    private static final String CORRECT =
            "correct the script in a copy of its directory and specify that copy (--from), or write the whole schema as"
                    + " one script (--squash). Nothing was changed.";

    void prove(AdoptingBackend<?> backend, Path written, List<Script> scripts) {
        try {
            backend.prove(new AdoptingBackend.Trial(draft, scripts, empty -> migrate(empty, written)));
        } catch (EnrollFailedException e) {
            if (e.getCause() instanceof FastMigrateException) {
                throw e;
            }
            throw Bridge.errors()
                    .enrollFailed(
                            String.valueOf(e.getMessage()),
                            e.advice().contains("Nothing was changed")
                                    ? e.advice()
                                    : "Correct the database with a last migration of the old tool, " + CORRECT,
                            e);
        }
    }

    private void migrate(Backend<?> empty, Path written) {
        Settings fresh = Settings.DEFAULTS
                .with(Setting.MIGRATIONS, List.of(written.toString()))
                .with(Setting.VALUES, settings.get(Setting.VALUES))
                .with(Setting.HISTORY, false)
                .with(Setting.LOCK_TIMEOUT, settings.get(Setting.LOCK_TIMEOUT))
                .withMore(Setting.JAVA_MIGRATIONS, migrations);
        try {
            Engine<?> engine = Engine.of(fresh, empty);
            engine.create();
            engine.migrate();
        } catch (FastMigrateException e) {
            if (isOfThePlace(e)) {
                throw Bridge.errors()
                        .enrollFailed(
                                "The scripts cannot be tried on an empty database: " + e.getMessage()
                                        + " Nothing was changed.",
                                empty.name().startsWith(draft.toString())
                                        ? "Free disk space beside " + draft
                                                + ", or specify another directory (--migrations). Then adopt again."
                                        : e.advice(),
                                e);
            }
            throw Bridge.errors()
                    .enrollFailed(
                            "The scripts do not run on an empty database: " + e.getMessage(),
                            "C" + CORRECT.substring(1),
                            e);
        }
    }

    /** A full disk says nothing about the scripts. */
    private static boolean isOfThePlace(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DatabaseUnusableException
                    || (each instanceof SQLException sql && sql.getErrorCode() == SQLITE_FULL)) {
                return true;
            }
        }
        return false;
    }
}
