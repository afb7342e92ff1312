package io.fastmigrate.report.internal.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Values in words. */
final class Texts {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Texts() {}

    static String databases(int number) {
        return count(number, "database");
    }

    /** Returns the number and the word, which gets an s where there is not just one. */
    static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }

    static void time(Html html, Instant instant) {
        String exact = DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
        html.element("time", MINUTES.format(instant), "datetime", exact);
    }

    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + "." + millis % 1_000 / 100 + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + " min " + seconds % 60 + " s" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
