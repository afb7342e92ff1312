package io.fastmigrate.databases;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.atomic.AtomicInteger;

/** The contract on a cluster: each instance goes to the next node. */
class GaleraContractIT extends BackendContract {

    @Override
    protected TestDatabase newDatabase(Path place) throws Exception {
        Galera cluster = Galera.cluster();
        String name = cluster.database();
        AtomicInteger next = new AtomicInteger();
        return new JdbcDatabase(
                        () -> FastMigrate.database(cluster.url(next.getAndIncrement() % Galera.NODES, name))
                                .dumpTool("/nowhere/mariadb-dump"),
                        () -> DriverManager.getConnection(cluster.patientUrl(0, name)))
                .without(Capability.ATOMIC_SCRIPTS, Capability.BACK_UP, Capability.RESTORE, Capability.ENROLL);
    }
}
