package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.FastMigrate;
import io.fastmigrate.Report;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.test.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own pool, where the lock may need a connection beside the one that works. */
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

    private FastMigrate fastMigrate(HikariDataSource pool) {
        return FastMigrate.dataSource(pool).migrations(migrations.directory()).build();
    }

    @Test
    void isEnoughWithOneWhereTheEngineIsInThisProcess() {
        try (HikariDataSource pool = pool(1)) {
            fastMigrate(pool).create();
            assertThat(fastMigrate(pool).migrate().after()).isEqualTo(new Version(1));
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    /** H2 writes each error into a file: of a connection beside the database, of a DataSource where the application was started. */
    @Test
    void leavesNoTraceOfErrors() throws Exception {
        migrations
                .with("0002-b.sql", "SET @a = 1;\nCREATE TABLE b (id INTEGER);\n")
                .with("0003-c.sql", "CREATE TABLE c (id INTEGER);\n");
        Path ofDataSources = Path.of("trace.db", "h2datasource.trace.db");
        long before = Files.exists(ofDataSources) ? Files.size(ofDataSources) : 0;
        JdbcDataSource unpooled = new JdbcDataSource();
        unpooled.setURL("jdbc:h2:" + directory.resolve("db"));
        FastMigrate fastMigrate = FastMigrate.dataSource(unpooled)
                .migrations(migrations.directory())
                .build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(3));
        assertThat(directory.resolve("db.trace.db")).doesNotExist();
        assertThat(Files.exists(ofDataSources) ? Files.size(ofDataSources) : 0).isEqualTo(before);
    }

    /** Two pools of one on one database: one migrates, the other one waits and finds it done. */
    @Test
    void keepsOthersOutWithOneConnectionEach() throws Exception {
        migrations.with("0002-b.sql", "INSERT INTO a VALUES (1);\nCREATE TABLE b AS SELECT * FROM a;\n");
        try (HikariDataSource one = pool(1);
                HikariDataSource two = pool(1)) {
            fastMigrate(one).create();
            List<CompletableFuture<Report>> runs = Stream.of(one, two)
                    .map(pool -> CompletableFuture.supplyAsync(
                            () -> fastMigrate(pool).migrate()))
                    .toList();
            assertThat(runs.stream()
                            .mapToInt(run -> run.join().applied().size())
                            .sum())
                    .isEqualTo(2);
            try (Connection connection = two.getConnection();
                    ResultSet rows = connection.createStatement().executeQuery("SELECT count(*) FROM a")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
    }

    /** Processes that reach the engine by the network have only the lease in common with this one. */
    @Test
    void saysThatOneConnectionIsTooFewWhereTheEngineIsElsewhere() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:h2:" + server.getURL() + "/" + directory.resolve("remote"));
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(500);
            InvalidSettingException failure =
                    catchThrowableOfType(InvalidSettingException.class, fastMigrate(pool)::create);
            assertThat(failure).hasMessageContainingAll("does not provide a second connection", "H2 needs two");
            assertThat(failure.advice()).contains("maximum-pool-size");
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        } finally {
            server.stop();
        }
    }

    @Test
    void isEnoughWithTwoWhichAreGivenBack() {
        try (HikariDataSource pool = pool(2)) {
            fastMigrate(pool).create();
            assertThat(fastMigrate(pool).migrate().after()).isEqualTo(new Version(1));
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }
}
