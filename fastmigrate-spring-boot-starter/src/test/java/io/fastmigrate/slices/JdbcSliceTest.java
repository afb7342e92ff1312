package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** H2 is on the class path, so Spring Boot would put it in the place of the application's SQLite database. */
@JdbcTest
@TestPropertySource(
        properties = {"fastmigrate.db=target/no-slice-may-write.db", "fastmigrate.migrations=classpath:slices"})
class JdbcSliceTest {

    @Autowired
    private JdbcClient jdbc;

    @Test
    void meetsTheMigratedSchemaInATemporaryDatabase() {
        assertThat(jdbc.sql("SELECT title FROM book").query(String.class).single())
                .isEqualTo("Walden");
        assertThat(jdbc.sql("SELECT file FROM pragma_database_list")
                        .query(String.class)
                        .single())
                .contains("fastmigrate-slice-");
        assertThat(Files.exists(Path.of("target/no-slice-may-write.db"))).isFalse();
    }

    @Nested
    class Inside {

        @Test
        void nestedTestsDoToo() {
            assertThat(jdbc.sql("SELECT count(*) FROM book")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Nested
    @TestPropertySource(
            properties = {
                "spring.datasource.url=jdbc:sqlite:target/no-slice-may-write.db?busy_timeout=1234",
                "fastmigrate.db="
            })
    class WithTheUrlOfADataSource {

        @Test
        void keepsTheParametersOfTheUrl() {
            assertThat(jdbc.sql("PRAGMA busy_timeout").query(Integer.class).single())
                    .isEqualTo(1234);
            assertThat(jdbc.sql("SELECT count(*) FROM book")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
            assertThat(Files.exists(Path.of("target/no-slice-may-write.db"))).isFalse();
        }
    }
}
