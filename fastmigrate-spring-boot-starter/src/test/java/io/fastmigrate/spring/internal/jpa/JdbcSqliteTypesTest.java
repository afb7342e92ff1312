package io.fastmigrate.spring.internal.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.spring.Workspace;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of Spring Data JDBC on the types that SQLite's users declare come back as they were stored. */
class JdbcSqliteTypesTest {

    private static final long BEYOND_AN_INT = 5_000_000_000L;
    private static final Instant MOMENT = Instant.parse("2026-03-29T01:30:15.123Z");

    private static final UUID KEY = UUID.fromString("8c8f0b6e-3f53-4c14-a0a4-0d6d9e2d5a11");

    @TempDir
    Path folder;

    private ApplicationContextRunner jdbc(String moment, String bool, String dateClass) throws Exception {
        return Workspace.in(folder)
                .script(
                        "0001-notes.sql",
                        "CREATE TABLE every_row (id INTEGER PRIMARY KEY, version INTEGER, big INTEGER NOT NULL DEFAULT"
                                + " 0, flag " + bool + " NOT NULL DEFAULT 0, maybe " + bool
                                + ", price NUMERIC, weight REAL NOT NULL DEFAULT 0, name TEXT, key TEXT, day " + moment
                                + ", time " + moment + ", local " + moment + ", instant " + moment + ", shifted "
                                + moment + ", zoned " + moment + ", date " + moment + ", unit TEXT, data BLOB);")
                .runner()
                .withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
                .withUserConfiguration(Rows.class)
                .withPropertyValues("spring.datasource.hikari.data-source-properties.date_class=" + dateClass);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTEGER|INTEGER|INTEGER",
                "TIMESTAMP|BOOLEAN|INTEGER",
                "TEXT|TINYINT|INTEGER",
                "TEXT|BOOLEAN|TEXT",
                "DATETIME|NUMERIC|TEXT",
                "REAL|BOOLEAN|REAL",
            })
    void comeBackAndAreFound(String types) throws Exception {
        String[] type = types.split("\\|", -1);
        jdbc(type[0], type[1], type[2]).run(context -> {
            JdbcAggregateTemplate rows = rows(context);
            EveryRow stored = rows.insert(new EveryRow());
            assertThat(rows.findById(id(stored), EveryRow.class))
                    .usingRecursiveComparison()
                    .isEqualTo(stored);
            for (Criteria found : List.of(
                    Criteria.where("instant").is(MOMENT),
                    Criteria.where("instant").greaterThan(MOMENT.minusMillis(1)),
                    Criteria.where("day").is(stored.day),
                    Criteria.where("local").lessThan(stored.local.plusSeconds(1)),
                    Criteria.where("date").is(stored.date),
                    Criteria.where("key").is(stored.key),
                    Criteria.where("unit").is(TimeUnit.HOURS),
                    Criteria.where("flag").isTrue())) {
                assertThat(rows.findAll(Query.query(found), EveryRow.class))
                        .as("%s", found)
                        .hasSize(1);
            }
            assertThat(rows.findAll(Query.query(Criteria.where("instant").lessThan(MOMENT)), EveryRow.class))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER", "TEXT"})
    void readsDatesInEveryFormThatOthersWrite(String dateClass) throws Exception {
        jdbc("TIMESTAMP", "BOOLEAN", dateClass).run(context -> {
            JdbcClient sql = context.getBean(JdbcClient.class);
            sql.sql("INSERT INTO every_row (instant, local, day, time) VALUES (datetime('2026-03-29 01:30:15'),"
                            + " '2026-03-29T10:30', '2026-03-29', '10:30')")
                    .update();
            sql.sql("INSERT INTO every_row (instant, local, day, time) VALUES ('2026-03-29T03:30:15+02:00',"
                            + " '2026-03-29 10:30:00.000', '2026-03-29 00:00:00.000', '1970-01-01 10:30:00')")
                    .update();
            sql.sql("INSERT INTO every_row (instant, local, day, time) VALUES (1774747815000,"
                            + " :local, :day, :time)")
                    .param("local", millis(LocalDateTime.of(2026, 3, 29, 10, 30)))
                    .param("day", millis(LocalDate.of(2026, 3, 29).atStartOfDay()))
                    .param("time", millis(LocalDate.EPOCH.atTime(10, 30)))
                    .update();
            assertThat(rows(context).findAll(Dates.class)).hasSize(3).allSatisfy(row -> {
                assertThat(row.instant()).isEqualTo("2026-03-29T01:30:15Z");
                assertThat(row.local()).isEqualTo("2026-03-29T10:30:00");
                assertThat(row.day()).isEqualTo("2026-03-29");
                assertThat(row.time()).isEqualTo("10:30:00");
            });
        });
    }

    /** A text without an offset is in UTC, where SQLite's CURRENT_TIMESTAMP is. */
    @Test
    void writesTextsThatCompareWithThoseOfSqlite() throws Exception {
        jdbc("TEXT", "BOOLEAN", "TEXT").run(context -> {
            rows(context).insert(new EveryRow());
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT instant || ' | ' || local || ' | ' || day FROM every_row"
                                    + " WHERE instant < datetime('2026-03-29 01:30:16')")
                            .query(String.class)
                            .single())
                    .isEqualTo("2026-03-29 01:30:15.123 | 2026-03-29 10:30:15.123 | 2026-03-29 00:00:00.000");
        });
    }

    @Test
    void aKeyOfBytesIsReadToo() throws Exception {
        jdbc("TEXT", "BOOLEAN", "TEXT").run(context -> {
            context.getBean(JdbcClient.class)
                    .sql("INSERT INTO every_row (key) VALUES (x'8c8f0b6e3f534c14a0a40d6d9e2d5a11')")
                    .update();
            assertThat(rows(context).findAll(Key.class)).extracting(Key::key).containsExactly(KEY);
        });
    }

    @Test
    void manyRowsAtOnceHaveTheirOwnKeysAlsoBeyondAnInt() throws Exception {
        jdbc("TEXT", "BOOLEAN", "TEXT").run(context -> {
            JdbcAggregateTemplate rows = rows(context);
            context.getBean(JdbcClient.class)
                    .sql("INSERT INTO every_row (id, version) VALUES (" + BEYOND_AN_INT + ", 0)")
                    .update();
            assertThat(rows.insertAll(List.of(new EveryRow(), new EveryRow())))
                    .extracting(JdbcSqliteTypesTest::id)
                    .containsExactly(BEYOND_AN_INT + 1, BEYOND_AN_INT + 2);
            assertThat(rows.findAll(Query.empty().with(PageRequest.of(1, 2, Sort.by("id"))), EveryRow.class))
                    .extracting(JdbcSqliteTypesTest::id)
                    .containsExactly(BEYOND_AN_INT + 2);
        });
    }

    @Test
    void aRowThatAnotherOneHasChangedIsNotOverwritten() throws Exception {
        jdbc("TEXT", "BOOLEAN", "TEXT").run(context -> {
            JdbcAggregateTemplate rows = rows(context);
            EveryRow stored = rows.insert(new EveryRow());
            EveryRow stale = Objects.requireNonNull(rows.findById(id(stored), EveryRow.class));
            rows.update(stored);
            assertThatThrownBy(() -> rows.update(stale)).isInstanceOf(OptimisticLockingFailureException.class);
        });
    }

    private static JdbcAggregateTemplate rows(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        return context.getBean(JdbcAggregateTemplate.class);
    }

    private static long id(EveryRow row) {
        return Objects.requireNonNull(row.id);
    }

    private static long millis(LocalDateTime local) {
        return Timestamp.valueOf(local).getTime();
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    static class Rows {}

    /** The dates of a row that others have written. */
    @Table("every_row")
    record Dates(@Id Long id, Instant instant, LocalDateTime local, LocalDate day, LocalTime time) {}

    @Table("every_row")
    record Key(@Id Long id, UUID key) {}

    @Table("every_row")
    static class EveryRow {

        @Id
        @Nullable
        Long id;

        @Version
        @Nullable
        Integer version;

        long big = BEYOND_AN_INT;
        boolean flag = true;
        Boolean maybe = false;
        BigDecimal price = new BigDecimal("12.5");
        double weight = 0.25;
        String name = "fig";
        UUID key = KEY;
        LocalDate day = LocalDate.of(2026, 3, 29);
        LocalTime time = LocalTime.of(10, 30, 15);
        LocalDateTime local = LocalDateTime.of(2026, 3, 29, 10, 30, 15, 123_000_000);
        Instant instant = MOMENT;
        OffsetDateTime shifted = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
        ZonedDateTime zoned = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
        Date date = Date.from(MOMENT);
        TimeUnit unit = TimeUnit.HOURS;
        byte[] data = {1, 2, 3};
    }
}
