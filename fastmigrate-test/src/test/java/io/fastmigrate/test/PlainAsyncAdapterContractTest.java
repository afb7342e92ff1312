package io.fastmigrate.test;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.DriverManager;

/** An asynchronous adapter with the six hooks alone. */
class PlainAsyncAdapterContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        return new JdbcDatabase(
                        () -> FastMigrate.adapter(new LaterAdapter(new PlainAdapter()), "test:" + place),
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
}
