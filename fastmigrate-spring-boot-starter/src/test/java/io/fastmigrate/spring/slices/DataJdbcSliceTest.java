package io.fastmigrate.spring.slices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;

@DataJdbcTest(properties = {"fastmigrate.db=target/no-slice-may-write.db", "fastmigrate.migrations=classpath:slices"})
class DataJdbcSliceTest {

    /** Spring Data JDBC knows no SQLite; PostgreSQL's words for limits and quotes are SQLite's too. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Dialect {
        @Bean
        JdbcDialect jdbcDialect() {
            return JdbcPostgresDialect.INSTANCE;
        }
    }

    @Test
    void repositoriesMeetTheMigratedSchema(@Autowired Books books) {
        assertThat(books.findAll()).extracting(Book::title).containsExactly("Walden");
        books.save(new Book(null, "Emma", 474));
        assertThat(books.count()).isEqualTo(2);
    }

    @Test
    void theTransactionOfATestIsRolledBack(@Autowired Books books) {
        assertThat(books.count()).isEqualTo(1);
    }
}
