package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;

@DataJdbcTest(
        properties = {
            "fastmigrate.db=target/no-slice-may-write.db",
            "fastmigrate.migrations=classpath:slices",
            "spring.data.jdbc.dialect="
        })
class DataJdbcSliceTest {

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
