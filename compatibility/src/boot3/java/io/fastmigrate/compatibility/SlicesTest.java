package io.fastmigrate.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.data.jdbc.DataJdbcTest;
import org.springframework.boot.test.autoconfigure.jdbc.JdbcTest;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.jdbc.core.simple.JdbcClient;

class SlicesTest {

    @Nested
    @JdbcTest
    class Jdbc {

        @Test
        void migrates(@Autowired JdbcClient jdbc) {
            assertThat(jdbc.sql("SELECT max(pages) FROM book").query(Integer.class).single())
                    .isEqualTo(474);
        }
    }

    @Nested
    @DataJdbcTest
    class DataJdbc {

        @Test
        void migrates(@Autowired Books books) {
            assertThat(books.findAll()).extracting(Book::title).contains("Walden");
        }
    }

    @Nested
    @DataJpaTest
    class DataJpa {

        @Test
        void migrates(@Autowired EntityManager entities) {
            assertThat(entities.createQuery("SELECT b.title FROM BookEntity b", String.class).getResultList())
                    .contains("Walden");
        }
    }

    @AfterEach
    void theApplicationsDatabaseIsNotTouched() {
        assertThat(Files.exists(Path.of("data/app.db"))).isFalse();
    }
}
