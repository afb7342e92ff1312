package io.fastmigrate.internal.engine;

import io.fastmigrate.error.InvalidSettingException;
import java.time.Duration;
import java.util.Objects;

/** Checks one setting, and names it as the properties do when it is wrong. */
public final class SettingChecks {

    /** Longer than any run, and short enough to be counted in nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private SettingChecks() {}

    /**
     * Returns the value.
     *
     * @throws NullPointerException if it is null
     */
    public static <T> T present(String setting, T value) {
        return Objects.requireNonNull(value, () -> setting + " is null. Leave the setting out to use the default.");
    }

    /** Returns the duration; one that is longer than any run means that there is no limit. */
    public static Duration duration(String setting, Duration duration) {
        if (present(setting, duration).isNegative()) {
            throw InvalidSettingException.of(
                    setting + " is negative: " + duration, "Set it to a duration such as 60s, or to 0 to not wait.");
        }
        return duration.compareTo(FOREVER) < 0 ? duration : FOREVER;
    }

    public static int backups(String setting, int number) {
        if (number < 0) {
            throw InvalidSettingException.of(
                    setting + " is negative: " + number,
                    "Set it to the number of backups to keep, or to 0 to keep all.");
        }
        return number;
    }

    public static String text(String setting, String value) {
        if (present(setting, value).isBlank()) {
            throw InvalidSettingException.of(
                    setting + " is empty.", "Set a value, or remove the setting to use the default.");
        }
        return value;
    }
}
