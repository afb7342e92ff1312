package io.fastmigrate.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fastmigrate.FastMigrate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;

/** What holds for every {@code config.py}: the six hooks and no more. */
abstract class ConfigPyContract extends BackendContract {

    /** Returns the text of config.py, on a SQLite file. */
    abstract String config();

    @Override
    protected TestDatabase newDatabase(Path place) throws Exception {
        assumeTrue(isThere(), "Skipped: there is no python3 here.");
        new Migrations(place.resolveSibling("migrations")).with("config.py", config());
        return new JdbcDatabase(
                        () -> FastMigrate.database(place.toString()),
                        () -> DriverManager.getConnection("jdbc:sqlite:" + place))
                .without(
                        Capability.ATOMIC_SCRIPTS,
                        Capability.RESUMABLE_SCRIPTS,
                        Capability.HISTORY,
                        Capability.REPEATABLE,
                        Capability.LOCK,
                        Capability.BACK_UP,
                        Capability.RESTORE,
                        Capability.ENROLL,
                        Capability.TELL_UNMANAGED,
                        Capability.RUN_JAVA);
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import sqlite3, asyncio")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
