package io.fastmigrate.spring.internal.jpa;

import io.fastmigrate.spring.internal.SqliteMoments;
import java.nio.ByteBuffer;
import java.sql.JDBCType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.jdbc.core.mapping.JdbcValue;

/**
 * Reads and writes what SQLite has no type for. Spring Data JDBC takes a value as SQLite stored it: a number or a text
 * instead of a date, and 0 or 1 instead of a boolean.
 */
final class JdbcSqliteConverters {

    private static final int BYTES_OF_A_UUID = 16;

    private final List<Object> all = new ArrayList<>();

    private JdbcSqliteConverters(SqliteMoments moments) {
        reading(Number.class, Boolean.class, number -> number.doubleValue() != 0);
        reading(byte[].class, UUID.class, JdbcSqliteConverters::uuid);
        moment(Instant.class, moments::instant, moments::stored);
        moment(
                OffsetDateTime.class,
                stored -> moments.instant(stored).atOffset(ZoneOffset.UTC),
                moment -> moments.stored(moment.toInstant()));
        moment(
                ZonedDateTime.class,
                stored -> moments.instant(stored).atZone(ZoneOffset.UTC),
                moment -> moments.stored(moment.toInstant()));
        moment(LocalDateTime.class, moments::local, moments::stored);
        moment(
                LocalDate.class,
                stored -> moments.local(stored).toLocalDate(),
                day -> moments.stored(day.atStartOfDay()));
        moment(
                LocalTime.class,
                stored -> moments.local(stored).toLocalTime(),
                time -> moments.stored(LocalDate.EPOCH.atTime(time)));
        moment(
                Date.class,
                stored -> Date.from(
                        moments.local(stored).atZone(ZoneId.systemDefault()).toInstant()),
                date -> moments.stored(local(date)));
    }

    /** Returns them for the connections of an application, which decide how a date is stored. */
    static List<Object> of(SqliteMoments moments) {
        return List.copyOf(new JdbcSqliteConverters(moments).all);
    }

    private <T> void moment(Class<T> type, Function<Object, T> read, Function<T, Object> write) {
        reading(Number.class, type, read);
        reading(String.class, type, read);
        all.addAll(ConverterBuilder.writing(type, JdbcValue.class, moment -> value(write.apply(moment)))
                .getConverters());
    }

    private <S, T> void reading(Class<S> stored, Class<T> type, Function<? super S, T> read) {
        all.addAll(ConverterBuilder.reading(stored, type, read).getConverters());
    }

    /** Not by its {@code toInstant}, which the dates of {@code java.sql} refuse. */
    @SuppressWarnings("JavaUtilDate")
    private static LocalDateTime local(Date date) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), ZoneId.systemDefault());
    }

    private static JdbcValue value(Object stored) {
        JDBCType type = stored instanceof Long
                ? JDBCType.BIGINT
                : stored instanceof Double ? JDBCType.DOUBLE : JDBCType.VARCHAR;
        return JdbcValue.of(stored, type);
    }

    private static UUID uuid(byte[] bytes) {
        if (bytes.length != BYTES_OF_A_UUID) {
            throw new IllegalArgumentException("A UUID has 16 bytes, not " + bytes.length + ".");
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }
}
