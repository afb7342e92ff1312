package io.fastmigrate.internal.settings;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Policy;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.script.ScriptLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a user can set: its name as the properties have it, its default, and the check that each value passes.
 * {@link Settings} holds the values.
 */
public final class Setting<T> {

    /** Numbers have four digits in the names of scripts. */
    public static final int HIGHEST_NUMBER = 9999;

    public static final Setting<String> USERNAME = new Setting<>("username", null, Check.NONE);
    public static final Setting<String> PASSWORD = new Setting<>("password", null, Check.NONE);
    public static final Setting<String> SCHEMA = ofText("schema", null);
    public static final Setting<Duration> CONNECT_TIMEOUT = ofDuration("connect-timeout", Duration.ofSeconds(10));

    public static final Setting<List<String>> MIGRATIONS =
            new Setting<>("migrations", List.of("migrations"), Check.LOCATIONS);
    public static final Setting<ClassLoader> CLASS_LOADER = new Setting<>("class-loader", null, Check.NONE);
    public static final Setting<List<JavaMigration>> JAVA_MIGRATIONS = ofList("java-migrations", List.of());
    public static final Setting<Integer> TARGET = new Setting<>("target", null, Check.SCRIPT_NUMBER);
    public static final Setting<Map<String, String>> VALUES = new Setting<>("value", Map.of(), Check.VALUES);
    public static final Setting<Boolean> STRICT_NAMING = new Setting<>("strict-naming", false, Check.NONE);

    public static final Setting<Boolean> HISTORY = new Setting<>("history", true, Check.NONE);
    public static final Setting<Policy> LATE_SCRIPTS = new Setting<>("late-scripts", Policy.FAIL, Check.NONE);
    public static final Setting<Policy> CHANGED_SCRIPTS = new Setting<>("changed-scripts", Policy.FAIL, Check.NONE);
    public static final Setting<Policy> ON_AHEAD = new Setting<>("on-ahead", Policy.WARN, Check.NONE);

    public static final Setting<TransactionScope> TRANSACTION =
            new Setting<>("transaction", TransactionScope.SCRIPT, Check.NONE);
    public static final Setting<Boolean> JOIN_INSERTS = new Setting<>("join-inserts", true, Check.NONE);
    public static final Setting<Duration> LOCK_TIMEOUT = ofDuration("lock-timeout", Duration.ofSeconds(60));
    public static final Setting<Duration> SCRIPT_TIMEOUT = ofDuration("script-timeout", Duration.ZERO);
    public static final Setting<Duration> HOOK_TIMEOUT = ofDuration("hook-timeout", Duration.ZERO);
    public static final Setting<String> PYTHON = ofText("python", "python3");
    public static final Setting<String> SHELL = ofText("shell", "sh");
    public static final Setting<String> APPLIED_BY = new Setting<>("applied-by", null, Check.NONE);
    public static final Setting<List<MigrationListener>> LISTENERS = ofList("listener", List.of());

    /** Set by the engine itself, where the database is a copy. */
    public static final Setting<Boolean> REHEARSAL = new Setting<>("rehearsal", false, Check.NONE);

    /** Set where the database is a temporary one that scripts alone make. */
    public static final Setting<Boolean> SHADOW = new Setting<>("shadow", false, Check.NONE);

    /** Cleared where the numbered scripts run alone. */
    public static final Setting<Boolean> REPEATABLE = new Setting<>("repeatable", true, Check.NONE);

    public static final Setting<Boolean> BACK_UP_FIRST = new Setting<>("back-up-first", false, Check.NONE);
    public static final Setting<Boolean> RESTORE_ON_FAILURE = new Setting<>("restore-on-failure", false, Check.NONE);
    public static final Setting<Integer> KEEP_BACKUPS = new Setting<>("keep-backups", 0, Check.NOT_NEGATIVE);
    public static final Setting<Path> BACKUP_DIRECTORY = new Setting<>("backup-directory", null, Check.NONE);
    public static final Setting<String> DUMP_TOOL = ofText("dump-tool", null);

    /** What is checked of a value: no method references, each of which takes its share of the first call in a process. */
    private enum Check {
        NONE,
        TEXT,
        DURATION,
        LIST,
        LOCATIONS,
        NOT_NEGATIVE,
        SCRIPT_NUMBER,
        VALUES
    }

    private static final int LONGEST_VALUE_NAME = 60;

    /** Longer than any run, and short enough to be counted in nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final String name;
    private final @Nullable T usual;
    private final Check check;

    private Setting(String name, @Nullable T usual, Check check) {
        this.name = name;
        this.usual = usual;
        this.check = check;
    }

    private static Setting<String> ofText(String name, @Nullable String usual) {
        return new Setting<>(name, usual, Check.TEXT);
    }

    private static Setting<Duration> ofDuration(String name, Duration usual) {
        return new Setting<>(name, usual, Check.DURATION);
    }

    private static <E> Setting<List<E>> ofList(String name, List<E> usual) {
        return new Setting<>(name, usual, Check.LIST);
    }

    /** Returns the default; empty where it is found out later, or nothing is done without a value. */
    Optional<T> usual() {
        return Optional.ofNullable(usual);
    }

    /**
     * Returns what is kept of a value.
     *
     * @throws NullPointerException if it is null
     * @throws InvalidSettingException if it cannot mean anything
     */
    @SuppressWarnings("unchecked") // the check is chosen by the type, above
    T checked(T value) {
        T given = present(value);
        return (T)
                switch (check) {
                    case NONE -> given;
                    case TEXT -> text(name, (String) given);
                    case DURATION -> duration(name, (Duration) given);
                    case LIST -> list(name, (List<Object>) given);
                    case LOCATIONS -> locations(name, (List<String>) given);
                    case NOT_NEGATIVE -> notNegative(name, (Integer) given);
                    case SCRIPT_NUMBER -> scriptNumber(name, (Integer) given);
                    case VALUES -> values(name, (Map<String, String>) given);
                };
    }

    /**
     * Returns what a user wrote for this setting, of whatever type.
     *
     * @throws NullPointerException if it is null
     */
    public <V> V present(V value) {
        return present(name, value);
    }

    private static <V> V present(String name, V value) {
        return Objects.requireNonNull(value, name + " is null. Leave the setting out to use the default.");
    }

    @Override
    public String toString() {
        return name;
    }

    private static <E> List<E> list(String name, List<E> values) {
        for (E each : values) {
            present(name, each);
        }
        return List.copyOf(values);
    }

    private static List<String> locations(String name, List<String> locations) {
        int blank = 0;
        for (String each : locations) {
            blank += present(name, each).isBlank() ? 1 : 0;
        }
        if (blank == locations.size()) {
            throw empty(name);
        }
        if (blank > 0) {
            throw InvalidSettingException.of(
                    "One of the locations in " + name + " is empty.", "Remove it, with its comma.");
        }
        return ScriptLocation.requireKnown(locations);
    }

    /** A duration that is longer than any run means that there is no limit. */
    private static Duration duration(String name, Duration duration) {
        if (duration.isNegative()) {
            throw InvalidSettingException.of(
                    name + " is negative: " + duration, "Set it to a duration such as 60s, or to 0 to not wait.");
        }
        return duration.compareTo(FOREVER) < 0 ? duration : FOREVER;
    }

    private static Integer notNegative(String name, Integer number) {
        if (number < 0) {
            throw InvalidSettingException.of(
                    name + " is negative: " + number, "Set it to the number of backups to keep, or to 0 to keep all.");
        }
        return number;
    }

    private static Integer scriptNumber(String name, Integer number) {
        if (number < 1 || number > HIGHEST_NUMBER) {
            throw InvalidSettingException.of(
                    name + (number < 0 ? " is negative: " : " is not the number of a script: ") + number,
                    "Set it to a number from 1 to " + HIGHEST_NUMBER + ", or remove it to run all pending scripts.");
        }
        return number;
    }

    private static Map<String, String> values(String name, Map<String, String> values) {
        values.forEach((key, text) -> {
            present(name, text);
            if (!isValueName(present(name, key))) {
                throw InvalidSettingException.of(
                        "\"" + key + "\" is not the name of a value.",
                        "Use letters, digits, dots, dashes and underscores, 60 at most.");
            }
            if (text.indexOf('\0') >= 0) {
                throw InvalidSettingException.of(
                        "The value " + key + " has a NUL character, which is not allowed in SQL.", "Remove it.");
            }
        });
        return Map.copyOf(values);
    }

    /** Two dashes would begin a comment. */
    private static boolean isValueName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_VALUE_NAME
                && !name.contains("--")
                && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || ".-_".indexOf(c) >= 0);
    }

    private static String text(String name, String value) {
        if (value.isBlank()) {
            throw empty(name);
        }
        return value;
    }

    private static InvalidSettingException empty(String name) {
        return InvalidSettingException.of(
                name + " is empty.", "Set a value, or remove the setting to use the default.");
    }
}
