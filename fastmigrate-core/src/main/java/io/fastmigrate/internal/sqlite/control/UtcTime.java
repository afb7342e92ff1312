package io.fastmigrate.internal.sqlite.control;

import java.time.Instant;
import java.time.LocalDate;

/** Reads the times that the history holds: {@code 2026-01-31T23:59:59.123Z}, with or without milliseconds. */
final class UtcTime {

    private static final int SECONDS_END = 19;
    private static final int NOT_A_NUMBER = -1;

    private UtcTime() {}

    /**
     * Reads a time; thousands of them, where a formatter would take longer than all else.
     *
     * @throws java.time.DateTimeException if the text is no time
     */
    static Instant parse(String text) {
        if (!isUsual(text)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int milli = text.length() == 24 ? number(text, 20, 23) : 0;
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        boolean plain = year > 0 && month > 0 && day > 0 && hour >= 0 && minute >= 0 && second >= 0 && milli >= 0;
        if (!plain || hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second, milli * 1_000_000L);
    }

    private static boolean isUsual(String text) {
        int length = text.length();
        return (length == SECONDS_END + 1 || (length == 24 && text.charAt(SECONDS_END) == '.'))
                && text.charAt(length - 1) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
