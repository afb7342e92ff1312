package io.fastmigrate.spring.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig.DateClass;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;

/**
 * How the connections of an application store dates: as numbers or as texts, by the driver's settings {@code date_class},
 * {@code date_precision} and {@code date_string_format}. Any form is read, whatever is written.
 *
 * @param form what is written
 * @param unit how many milliseconds a whole number counts
 * @param format of a text
 */
public record SqliteMoments(DateClass form, long unit, DateTimeFormatter format) {

    private static final double MILLIS_OF_A_DAY = 86_400_000;

    /** The first moment of 1970 as a Julian day. */
    private static final double EPOCH = 2_440_587.5;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{5,18}");

    /** What SQLite's own functions write, and what ISO 8601 allows beside it. */
    private static final DateTimeFormatter USUAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    /** Reads the settings of a connection, also of a pool's. */
    public static SqliteMoments of(Connection connection) throws SQLException {
        SQLiteConnectionConfig settings = connection.isWrapperFor(SQLiteConnection.class)
                ? connection.unwrap(SQLiteConnection.class).getConnectionConfig()
                : SQLiteConnectionConfig.fromPragmaTable(new Properties());
        return new SqliteMoments(
                settings.getDateClass(),
                settings.getDateMultiplier(),
                DateTimeFormatter.ofPattern(settings.getDateStringFormat(), Locale.ROOT));
    }

    /** Tells whether dates are written as texts, which a column of texts needs. */
    public boolean areTexts() {
        return form == DateClass.TEXT;
    }

    /** Returns what SQLite stores of a moment; a text has the time of UTC, as {@code CURRENT_TIMESTAMP} has it. */
    public Object stored(Instant moment) {
        return areTexts() ? format.format(moment.atOffset(ZoneOffset.UTC)) : number(moment);
    }

    /** Returns what SQLite stores of a date without a zone; a number counts from 1970 in the zone of this program. */
    public Object stored(LocalDateTime moment) {
        return areTexts()
                ? format.format(moment)
                : number(moment.atZone(ZoneId.systemDefault()).toInstant());
    }

    private Object number(Instant moment) {
        long millis = moment.toEpochMilli();
        if (form == DateClass.REAL) {
            return millis / MILLIS_OF_A_DAY + EPOCH;
        }
        return Math.floorDiv(millis, unit);
    }

    /** Reads what is stored; a text without an offset has the time of UTC. */
    public Instant instant(Object stored) {
        if (number(stored) instanceof Number number) {
            return instant(number);
        }
        TemporalAccessor parsed = parse(stored.toString());
        return parsed instanceof OffsetDateTime exact
                ? exact.toInstant()
                : local(parsed).toInstant(ZoneOffset.UTC);
    }

    /** Reads what is stored; a text without an offset is taken as it is written. */
    public LocalDateTime local(Object stored) {
        if (number(stored) instanceof Number number) {
            return LocalDateTime.ofInstant(instant(number), ZoneId.systemDefault());
        }
        TemporalAccessor parsed = parse(stored.toString());
        return parsed instanceof OffsetDateTime exact
                ? LocalDateTime.ofInstant(exact.toInstant(), ZoneId.systemDefault())
                : local(parsed);
    }

    /** A column of texts makes a text of a number. */
    private static Object number(Object stored) {
        return stored instanceof String text && NUMBER.matcher(text).matches() ? Long.valueOf(text) : stored;
    }

    private Instant instant(Number number) {
        return number instanceof Double days
                ? Instant.ofEpochMilli(Math.round((days - EPOCH) * MILLIS_OF_A_DAY))
                : Instant.ofEpochMilli(Math.multiplyExact(number.longValue(), unit));
    }

    private TemporalAccessor parse(String text) {
        try {
            return LocalDateTime.parse(text, format);
        } catch (DateTimeException other) {
            // In another form, which a script or another program has written.
        }
        if (text.indexOf(':') == 2) {
            return LocalTime.parse(text);
        }
        return USUAL.parseBest(text.replace('T', ' '), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    }

    private static LocalDateTime local(TemporalAccessor parsed) {
        if (parsed instanceof LocalDate day) {
            return day.atStartOfDay();
        }
        return parsed instanceof LocalTime time ? LocalDate.EPOCH.atTime(time) : LocalDateTime.from(parsed);
    }
}
