package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.TestPropertySource;

/** Spring Boot puts H2 in the place of a server, and Hibernate would drop and create its tables. */
@DataJpaTest(
        properties = {
            "fastmigrate.db=jdbc:postgresql://localhost:1/production",
            "fastmigrate.username=ddl",
            "fastmigrate.password=secret",
            "fastmigrate.migrations=classpath:embedded-slices"
        })
class ServerReplacedSliceTest {

    @Test
    void migratesWhatIsInItsPlaceAndKeepsItsRows(@Autowired EntityManager entities, @Autowired FastMigrate migrated) {
        assertThat(titles(entities)).isEqualTo("Walden");
        assertThat(migrated.databaseName()).startsWith("jdbc:h2:mem:");
    }

    @Nested
    @TestPropertySource(
            properties = {"fastmigrate.db=", "spring.datasource.url=jdbc:postgresql://localhost:1/production"})
    class ByTheUrlOfADataSource {

        @Test
        void doesSoToo(@Autowired EntityManager entities) {
            assertThat(titles(entities)).isEqualTo("Walden");
        }
    }

    private static String titles(EntityManager entities) {
        return entities.createQuery("SELECT p.title FROM Page p", String.class).getSingleResult();
    }
}
