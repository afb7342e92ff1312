package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Version;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.FreshDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The context stays the same for all tests, with its pool of connections; what is in its database does not. */
@SpringBootTest(properties = "fastmigrate.db=target/no-slice-may-write.db")
@FastMigrateTest(migrations = "classpath:slices")
class FastMigrateSpringTestTest {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private FastMigrate fastMigrate;

    @FreshDatabase
    private DataSource field;

    @RepeatedTest(3)
    void eachTestHasAFreshDatabase(@Autowired DataSource autowired, DataSource given, Path file) throws Exception {
        assertThat(autowired).isSameAs(given).isSameAs(field);
        assertThat(jdbc.sql("SELECT count(*) FROM book").query(Integer.class).single())
                .isEqualTo(1);
        jdbc.sql("INSERT INTO book (title) VALUES ('Emma')").update();
        jdbc.sql("CREATE TABLE extra (id INTEGER)").update();
        assertThat(file).isRegularFile();
        assertThat(Files.exists(Path.of("target/no-slice-may-write.db"))).isFalse();
    }

    @RepeatedTest(2)
    @Transactional
    void withATransactionToo() {
        jdbc.sql("INSERT INTO book (title) VALUES ('Emma')").update();
        assertThat(jdbc.sql("SELECT count(*) FROM book").query(Integer.class).single())
                .isEqualTo(2);
    }

    @Test
    @AtVersion(1)
    void testsTheMigrationFromAVersion(Connection connection) throws SQLException {
        assertThat(connection.isClosed()).isFalse();
        jdbc.sql("INSERT INTO book (title) VALUES ('Emma')").update();
        assertThat(fastMigrate.version()).isEqualTo(new Version(1));

        assertThat(fastMigrate.migrate().applied()).hasSize(2);

        assertThat(jdbc.sql("SELECT title FROM book WHERE pages = 0")
                        .query(String.class)
                        .list())
                .containsExactly("Emma", "Walden");
    }

    private static final AtomicInteger INSIDE = new AtomicInteger();

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class TakeTurns {

        @RepeatedTest(6)
        void andNeverMeetInOneDatabase() {
            assertThat(INSIDE.incrementAndGet()).isEqualTo(1);
            jdbc.sql("INSERT INTO book (title) VALUES ('Emma')").update();
            assertThat(jdbc.sql("SELECT count(*) FROM book")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(2);
            INSIDE.decrementAndGet();
        }
    }
}
