package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.model.InvalidSettingException;
import io.fastmigrate.model.Version;
import io.fastmigrate.test.Migrations;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own pool, where the lock needs a connection beside the one that works. */
class ApplicationPoolTest {

    @TempDir
    Path directory;

    private Migrations migrations;

    @SuppressWarnings("NullAway") // set before each test
    ApplicationPoolTest() {}

    @BeforeEach
    void write() throws Exception {
        migrations =
                new Migrations(directory.resolve("migrations")).with("0001-a.sql", "CREATE TABLE a (id INTEGER);\n");
    }

    private HikariDataSource pool(int connections) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:" + directory.resolve("db"));
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(500);
        return pool;
    }

    private FastMigrate starter(HikariDataSource pool) {
        return FastMigrate.dataSource(pool).migrations(migrations.directory()).build();
    }

    @Test
    void saysThatOneConnectionIsTooFewAndGivesItBack() {
        try (HikariDataSource pool = pool(2)) {
            starter(pool).create();
        }
        try (HikariDataSource pool = pool(1)) {
            InvalidSettingException failure =
                    catchThrowableOfType(InvalidSettingException.class, starter(pool)::migrate);
            assertThat(failure).hasMessageContainingAll("gives no second connection", "H2 is migrated with two");
            assertThat(failure.advice()).contains("maximum-pool-size");
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(starter(pool).version()).isEqualTo(Version.ZERO);
        }
    }

    @Test
    void isEnoughWithTwoWhichAreGivenBack() {
        try (HikariDataSource pool = pool(2)) {
            starter(pool).create();
            assertThat(starter(pool).migrate().after()).isEqualTo(new Version(1));
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }
}
