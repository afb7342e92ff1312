package io.fastmigrate.spring.internal.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.spring.Workspace;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/** Entities on the types that SQLite's users declare: they validate, and come back as they were stored. */
class SqliteTypesTest {

    private static final long BEYOND_AN_INT = 5_000_000_000L;

    @TempDir
    Path folder;

    private ApplicationContextRunner jpa(String moment, String bool, String uuid, String decimal) throws Exception {
        return jpa(moment, bool, uuid, decimal, moment.equals("TEXT") ? "TEXT" : "INTEGER");
    }

    private ApplicationContextRunner jpa(String moment, String bool, String uuid, String decimal, String dateClass)
            throws Exception {
        Workspace workspace = Workspace.in(folder)
                .script(
                        "0001-notes.sql",
                        "CREATE TABLE every_type (id INTEGER PRIMARY KEY, small INTEGER, big BIGINT, flag " + bool
                                + ", price " + decimal + ", weight REAL, name TEXT, key " + uuid + ", day " + moment
                                + ", local " + moment + ", instant " + moment + ", shifted " + moment
                                + ", unit TEXT, ordinal_unit INTEGER, data BLOB, picture BLOB, body TEXT);");
        return workspace
                .runner()
                .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
                .withUserConfiguration(Entities.class)
                .withPropertyValues(
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "spring.datasource.hikari.data-source-properties.date_class=" + dateClass);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TEXT|INTEGER|BLOB|NUMERIC",
                "INTEGER|BOOLEAN|BLOB|DECIMAL(10,2)",
                "TIMESTAMP|TINYINT|BLOB|NUMERIC(10,2)",
                "DATETIME|BOOLEAN|BLOB|REAL",
                "NUMERIC|NUMERIC|BLOB|NUMERIC",
            })
    void validateAndComeBack(String types) throws Exception {
        String[] type = types.split("\\|", -1);
        jpa(type[0], type[1], type[2], type[3]).run(context -> {
            assertThat(context).hasNotFailed();
            EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
            EveryType stored = EveryType.example();
            factory.runInTransaction(entities -> entities.persist(stored));
            factory.runInTransaction(entities -> {
                EveryType read = entities.find(EveryType.class, stored.id);
                assertThat(read).usingRecursiveComparison().isEqualTo(stored);
                assertThat(entities.createQuery(
                                        "SELECT count(e) FROM EveryType e WHERE e.instant = :instant AND e.day = :day"
                                                + " AND e.local < :later AND e.flag = true AND e.key = :key",
                                        Long.class)
                                .setParameter("instant", stored.instant)
                                .setParameter("day", stored.day)
                                .setParameter("later", stored.local.plusSeconds(1))
                                .setParameter("key", stored.key)
                                .getSingleResult())
                        .isEqualTo(1);
            });
        });
    }

    @Test
    void idsBeyondAnIntStayRight() throws Exception {
        jpa("TEXT", "INTEGER", "BLOB", "NUMERIC").run(context -> {
            EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
            factory.runInTransaction(entities -> entities.createNativeQuery(
                            "INSERT INTO every_type (id, small) VALUES (" + BEYOND_AN_INT + ", 1)")
                    .executeUpdate());
            EveryType next = EveryType.example();
            factory.runInTransaction(entities -> entities.persist(next));
            assertThat(next.id).isEqualTo(BEYOND_AN_INT + 1);
            factory.runInTransaction(entities ->
                    assertThat(entities.find(EveryType.class, next.id)).isNotNull());
        });
    }

    @Test
    void aKeyThatIsTextIsRefusedForBytesAndTakenForText() throws Exception {
        ApplicationContextRunner text = jpa("TIMESTAMP", "BOOLEAN", "TEXT", "NUMERIC");
        text.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("wrong column type encountered in column [key]"));
        text.withPropertyValues("spring.jpa.properties.hibernate.type.preferred_uuid_jdbc_type=CHAR")
                .run(context -> {
                    EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
                    EveryType stored = EveryType.example();
                    factory.runInTransaction(entities -> entities.persist(stored));
                    factory.runInTransaction(entities -> {
                        assertThat(entities.find(EveryType.class, stored.id).key)
                                .isEqualTo(stored.key);
                        assertThat(entities.createNativeQuery("SELECT key FROM every_type", String.class)
                                        .getSingleResult())
                                .isEqualTo(stored.key.toString());
                    });
                });
    }

    /** The driver would write numbers there, and could not read one of them. */
    @Test
    void aDateThatIsTextIsRefusedWhereTheDriverWritesNumbers() throws Exception {
        jpa("TEXT", "BOOLEAN", "BLOB", "NUMERIC", "INTEGER")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("wrong column type encountered in column [day]"));
    }

    @Test
    void aDialectThatIsNamedStays() throws Exception {
        jpa("TIMESTAMP", "BOOLEAN", "BLOB", "NUMERIC")
                .withPropertyValues(
                        "spring.jpa.database-platform=" + SQLiteDialect.class.getName(),
                        "spring.jpa.hibernate.ddl-auto=none")
                .run(context -> assertThat(context.getBean(EntityManagerFactory.class)
                                .unwrap(SessionFactoryImplementor.class)
                                .getJdbcServices()
                                .getDialect())
                        .isExactlyInstanceOf(SQLiteDialect.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Entities {

        @Bean
        static PersistenceManagedTypes persistenceManagedTypes() {
            return PersistenceManagedTypes.of(EveryType.class.getName());
        }
    }

    @Entity(name = "EveryType")
    static class EveryType {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        short small;
        long big;
        boolean flag;
        BigDecimal price = BigDecimal.ONE;
        double weight;
        String name = "";
        UUID key = new UUID(0, 0);
        LocalDate day = LocalDate.EPOCH;
        LocalDateTime local = LocalDateTime.MIN;
        Instant instant = Instant.EPOCH;
        OffsetDateTime shifted = OffsetDateTime.MIN;

        @Enumerated(EnumType.STRING)
        TimeUnit unit = TimeUnit.DAYS;

        @Enumerated(EnumType.ORDINAL)
        TimeUnit ordinalUnit = TimeUnit.DAYS;

        byte[] data = {};

        @Lob
        byte[] picture = {};

        @Lob
        String body = "";

        static EveryType example() {
            EveryType example = new EveryType();
            example.small = 7;
            example.big = BEYOND_AN_INT;
            example.flag = true;
            example.price = new BigDecimal("12.5");
            example.weight = 0.25;
            example.name = "fig";
            example.key = UUID.fromString("8c8f0b6e-3f53-4c14-a0a4-0d6d9e2d5a11");
            example.day = LocalDate.of(2026, 3, 29);
            example.local = LocalDateTime.of(2026, 3, 29, 10, 30, 15, 123_000_000);
            example.instant = Instant.parse("2026-03-29T01:30:15.123Z");
            example.shifted = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
            example.unit = TimeUnit.HOURS;
            example.ordinalUnit = TimeUnit.MINUTES;
            example.data = new byte[] {1, 2, 3};
            example.picture = new byte[] {4, 5};
            example.body = "a long story";
            return example;
        }
    }
}
