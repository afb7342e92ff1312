package io.fastmigrate.spring.internal.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fastmigrate.spring.Workspace;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/** Hibernate leaves alone what the scripts made, and comes after them. */
class HibernateTest {

    private static final String FRUIT = """
            CREATE TABLE fruit (id INTEGER PRIMARY KEY, name VARCHAR(255));
            INSERT INTO fruit VALUES (1, 'fig');
            """;

    @TempDir
    Path folder;

    private Workspace workspace;
    private String url = "";

    @BeforeEach
    void makeScripts() throws Exception {
        workspace = Workspace.in(folder).script("0001-notes.sql", FRUIT);
        url = "jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1";
    }

    private ApplicationContextRunner jpa() {
        return Workspace.bare()
                .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
                .withUserConfiguration(Entities.class)
                .withPropertyValues("fastmigrate.migrations=" + workspace.scripts());
    }

    @Test
    void keepsTheRowsOfTheApplicationsOwnEmbeddedDatabase() {
        jpa().withPropertyValues("spring.datasource.url=" + url).run(HibernateTest::hasItsRow);
    }

    @Test
    void keepsThemWhereNoUrlIsSetAtAll() {
        jpa().run(HibernateTest::hasItsRow);
    }

    @Test
    void keepsThemWhereDbNamesTheDatabase() {
        jpa().withPropertyValues("fastmigrate.db=" + url).run(HibernateTest::hasItsRow);
    }

    @Test
    void keepsThemWhereDbAndTheDataSourceNameTheSame() {
        jpa().withPropertyValues("fastmigrate.db=" + url, "fastmigrate.username=sa", "spring.datasource.url=" + url)
                .run(HibernateTest::hasItsRow);
    }

    @Test
    void keepsThemWhereAnotherUserMigrates() throws Exception {
        try (HikariDataSource own = new HikariDataSource()) {
            own.setJdbcUrl(url);
            own.setUsername("app");
            own.setPassword("app");
            try (Connection connection = own.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE USER ddl PASSWORD 'ddl' ADMIN");
            }
            jpa().withBean("own", DataSource.class, () -> own, definition -> definition.setDestroyMethodName(""))
                    .withPropertyValues("fastmigrate.username=ddl", "fastmigrate.password=ddl")
                    .run(HibernateTest::hasItsRow);
        }
    }

    @Test
    void keepsThemWhereTheDatabaseHasAName() {
        jpa().withPropertyValues("spring.datasource.url=" + url, "fastmigrate.databases.fruits.order=1")
                .run(HibernateTest::hasItsRow);
    }

    @Test
    void stillMakesTheSchemaOfADatabaseThatIsNotMigrated() {
        jpa().withPropertyValues("spring.datasource.url=" + url, "fastmigrate.db=" + workspace.db())
                .run(context -> assertThat(count(context)).isZero());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comesAfterTheScriptsAndBeforeDataSqlWhereThatIsDeferred(boolean db) throws Exception {
        Files.writeString(folder.resolve("data.sql"), "INSERT INTO fruit VALUES (2, 'plum');");
        Files.createDirectories(workspace.db().getParent());
        for (boolean deferred : new boolean[] {true, false}) {
            Files.deleteIfExists(workspace.db());
            jpa().withPropertyValues(
                            db
                                    ? "fastmigrate.db=" + workspace.db()
                                    : "spring.datasource.url=jdbc:sqlite:" + workspace.db(),
                            "spring.jpa.defer-datasource-initialization=" + deferred,
                            "spring.jpa.hibernate.ddl-auto=validate",
                            "spring.jpa.properties.hibernate.dialect=org.hibernate.community.dialect.SQLiteDialect",
                            "spring.sql.init.mode=always",
                            "spring.sql.init.data-locations=file:" + folder.resolve("data.sql"))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(count(context)).isEqualTo(2);
                    });
        }
    }

    private static void hasItsRow(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed().hasSingleBean(EntityManagerFactory.class);
        assertThat(count(context)).isEqualTo(1);
    }

    private static int count(AssertableApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM fruit")
                .query(Integer.class)
                .single();
    }

    @Configuration(proxyBeanMethods = false)
    static class Entities {

        @Bean
        static PersistenceManagedTypes persistenceManagedTypes() {
            return PersistenceManagedTypes.of(Fruit.class.getName());
        }
    }

    @Entity(name = "fruit")
    static class Fruit {

        @Id
        @Nullable
        Integer id;

        @Nullable
        String name;
    }
}
