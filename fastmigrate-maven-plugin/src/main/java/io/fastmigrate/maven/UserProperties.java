package io.fastmigrate.maven;

import io.fastmigrate.error.InvalidSettingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the command line. They replace what the POM configures: by itself Maven does the opposite, and
 * {@code -Dfastmigrate.db=copy.db} would migrate the database of the POM.
 */
final class UserProperties {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|)");

    private final Properties properties;

    UserProperties(Properties properties) {
        this.properties = properties;
    }

    @Nullable
    String text(String property, @Nullable String configured) {
        return properties.getProperty(property, configured);
    }

    List<String> list(String property, List<String> configured) {
        String given = properties.getProperty(property);
        return given == null
                ? configured
                : Arrays.stream(given.split(",", -1)).map(String::strip).toList();
    }

    /** Returns what the POM has, with the properties that begin with a prefix. */
    Map<String, String> map(String prefix, Map<String, String> configured) {
        Map<String, String> all = new TreeMap<>();
        configured.forEach((name, text) -> all.put(name, text == null ? "" : text)); // an empty element is null
        for (String property : properties.stringPropertyNames()) {
            if (property.startsWith(prefix)) {
                all.put(property.substring(prefix.length()), properties.getProperty(property));
            }
        }
        return all;
    }

    boolean flag(String property, boolean configured) {
        String given = properties.getProperty(property);
        if (given == null) {
            return configured;
        }
        return switch (given.strip().toLowerCase(Locale.ROOT)) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw InvalidSettingException.of(
                        property + " is neither true nor false: " + given, "Set it to true or false.");
        };
    }

    int number(String property, int configured) {
        String given = properties.getProperty(property);
        return given == null ? configured : parse(property, given);
    }

    static int parse(String property, String given) {
        try {
            return Integer.parseInt(given.strip());
        } catch (NumberFormatException e) {
            throw InvalidSettingException.of(property + " is not a number: " + given, "Set it to a number.");
        }
    }

    /** Reads {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}; a number without a unit means seconds. */
    static Duration duration(String property, String text) {
        Matcher form = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw InvalidSettingException.of(
                    property + " is not a duration: " + text, "Write it as 500ms, 30s, 5m or 1h.");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Reads a constant in letters of any case. */
    static <E extends Enum<E>> E constant(String property, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        throw InvalidSettingException.of(
                property + " has the value " + text + ", which is not known.",
                "Set it to one of these: " + names + ".");
    }
}
