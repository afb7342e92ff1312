package io.fastmigrate.test.examples;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;

class DuckDbContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        String db = "duckdb:" + place;
        return new JdbcDatabase(
                        () -> FastMigrate.adapter(new DuckDbAdapter(), db),
                        () -> DriverManager.getConnection("jdbc:" + db))
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
}
