package io.fastmigrate.test.examples;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The asynchronous adapter on a real PostgreSQL, a database in it for each test. */
class R2dbcPostgresContractTest extends BackendContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        String name = "contract" + DATABASES.incrementAndGet();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        String db = "r2dbc:postgresql://postgres@localhost:" + postgres.getPort() + "/" + name;
        return new JdbcDatabase(
                        () -> FastMigrate.adapter(new R2dbcPostgresAdapter(), db),
                        () -> postgres.getDatabase("postgres", name).getConnection())
                .without(
                        Capability.HISTORY,
                        Capability.REPEATABLE,
                        Capability.BACK_UP,
                        Capability.RESTORE,
                        Capability.ENROLL,
                        Capability.TELL_UNMANAGED,
                        Capability.RUN_JAVA);
    }
}
