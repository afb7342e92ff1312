package io.fastmigrate.test;

import io.fastmigrate.FastMigrate;
import java.nio.file.Path;
import java.sql.DriverManager;

/** An adapter with all capabilities. */
class FullAdapterContractTest extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) {
        return new JdbcDatabase(
                        () -> FastMigrate.adapter(new FullAdapter(), "test:" + place),
                        () -> DriverManager.getConnection("jdbc:sqlite:" + place))
                .without(
                        Capability.BACK_UP,
                        Capability.RESTORE,
                        Capability.ENROLL,
                        Capability.TELL_UNMANAGED,
                        Capability.RUN_JAVA);
    }
}
