package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest(
        properties = {
            "fastmigrate.db=target/no-slice-may-write.db",
            "fastmigrate.migrations=classpath:slices",
            "spring.jpa.hibernate.ddl-auto=validate"
        })
class DataJpaSliceTest {

    @Test
    void theEntityManagerValidatesTheMigratedSchema(@Autowired EntityManager entities) {
        assertThat(entities.createQuery("SELECT p.title FROM Page p", String.class)
                        .getSingleResult())
                .isEqualTo("Walden");
    }
}
