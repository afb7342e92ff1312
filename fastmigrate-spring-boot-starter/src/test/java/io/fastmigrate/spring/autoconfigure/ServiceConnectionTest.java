package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A test whose container says where the database is, as {@code @ServiceConnection} does by a bean of {@link
 * JdbcConnectionDetails}, while the properties name that of production.
 */
@SpringBootTest(
        classes = ServiceConnectionTest.Application.class,
        properties = "spring.datasource.generate-unique-name=true")
@Import(ServiceConnectionTest.Container.class)
class ServiceConnectionTest {

    private static final String URL = "jdbc:h2:mem:container;DB_CLOSE_DELAY=-1";

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void production(DynamicPropertyRegistry registry) throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve("scripts")).resolve("0001-note.sql"),
                "CREATE TABLE note (id INTEGER PRIMARY KEY);\n");
        FastMigrate.database(folder.resolve("production.db").toString())
                .migrations(folder.resolve("scripts"))
                .build()
                .create();
        registry.add("fastmigrate.db", () -> folder.resolve("production.db").toString());
        registry.add("fastmigrate.migrations", () -> folder.resolve("scripts").toString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @TestConfiguration(proxyBeanMethods = false)
    static class Container {

        @Bean
        JdbcConnectionDetails containerConnectionDetails() {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return "sa";
                }

                @Override
                public String getPassword() {
                    return "";
                }

                @Override
                public String getJdbcUrl() {
                    return URL;
                }
            };
        }
    }

    @Test
    void migratesTheContainersDatabaseAndNotTheOneOfTheProperties(
            @Autowired FastMigrate migrated, @Autowired JdbcClient jdbc) {
        assertThat(migrated.databaseName()).startsWith("jdbc:h2:mem:container");
        assertThat(migrated.version().number()).isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single())
                .isZero();
        assertThat(FastMigrate.database(folder.resolve("production.db").toString())
                        .migrations(folder.resolve("scripts"))
                        .build()
                        .version()
                        .number())
                .isZero();
    }
}
