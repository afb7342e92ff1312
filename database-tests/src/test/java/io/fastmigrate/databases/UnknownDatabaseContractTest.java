package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Warning;
import io.fastmigrate.test.BackendContract;
import io.fastmigrate.test.Capability;
import io.fastmigrate.test.JdbcDatabase;
import io.fastmigrate.test.Migrations;
import io.fastmigrate.test.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that fastmigrate has never heard of: HSQLDB, whose definitions commit by themselves. */
class UnknownDatabaseContractTest extends BackendContract {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static String url() {
        return "jdbc:hsqldb:mem:unknown" + NUMBERS.incrementAndGet();
    }

    @Override
    protected TestDatabase newDatabase(Path place) throws SQLException {
        String url = url();
        return new JdbcDatabase(() -> FastMigrate.database(url), () -> DriverManager.getConnection(url))
                .without(Capability.ATOMIC_SCRIPTS, Capability.BACK_UP, Capability.RESTORE, Capability.ENROLL);
    }

    @Test
    void saysThatItIsNotKnownAndHowItIsTreated(@TempDir Path scripts) throws Exception {
        new Migrations(scripts).with("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
        FastMigrate fastMigrate =
                FastMigrate.database(url()).migrations(scripts).build();
        fastMigrate.create();
        assertThat(fastMigrate.plan().warnings()).anySatisfy(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.FEWER_GUARANTEES);
            assertThat(warning.message())
                    .contains("not a database that fastmigrate knows", "statement by statement", "_fastmigrate_lock");
        });
    }
}
