package io.fastmigrate.internal.engine;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Policy;
import io.fastmigrate.TransactionScope;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.internal.script.ScriptLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a user can set: its name as the properties have it, its default, and the check that each value passes.
 * {@link Settings} holds the values.
 */
public final class Setting<T> {

    public static final Setting<String> USERNAME = new Setting<>("username", null, Setting::any);
    public static final Setting<String> PASSWORD = new Setting<>("password", null, Setting::any);
    public static final Setting<String> SCHEMA = new Setting<>("schema", null, Setting::text);
    public static final Setting<Duration> CONNECT_TIMEOUT =
            new Setting<>("connect-timeout", Duration.ofSeconds(10), Setting::duration);

    public static final Setting<List<String>> MIGRATIONS =
            new Setting<>("migrations", List.of("migrations"), Setting::locations);
    public static final Setting<ClassLoader> CLASS_LOADER = new Setting<>("class-loader", null, Setting::any);
    public static final Setting<List<JavaMigration>> JAVA_MIGRATIONS =
            new Setting<>("java-migrations", List.of(), Setting::list);
    public static final Setting<Boolean> STRICT_NAMING = new Setting<>("strict-naming", false, Setting::any);

    public static final Setting<Boolean> HISTORY = new Setting<>("history", true, Setting::any);
    public static final Setting<Policy> LATE_SCRIPTS = new Setting<>("late-scripts", Policy.FAIL, Setting::any);
    public static final Setting<Policy> CHANGED_SCRIPTS = new Setting<>("changed-scripts", Policy.FAIL, Setting::any);
    public static final Setting<Policy> ON_AHEAD = new Setting<>("on-ahead", Policy.WARN, Setting::any);

    public static final Setting<TransactionScope> TRANSACTION =
            new Setting<>("transaction", TransactionScope.SCRIPT, Setting::any);
    public static final Setting<Boolean> JOIN_INSERTS = new Setting<>("join-inserts", true, Setting::any);
    public static final Setting<Duration> LOCK_TIMEOUT =
            new Setting<>("lock-timeout", Duration.ofSeconds(60), Setting::duration);
    public static final Setting<Duration> SCRIPT_TIMEOUT =
            new Setting<>("script-timeout", Duration.ZERO, Setting::duration);
    public static final Setting<Duration> HOOK_TIMEOUT =
            new Setting<>("hook-timeout", Duration.ZERO, Setting::duration);
    public static final Setting<String> PYTHON = new Setting<>("python", "python3", Setting::text);
    public static final Setting<String> SHELL = new Setting<>("shell", "sh", Setting::text);
    public static final Setting<String> APPLIED_BY = new Setting<>("applied-by", null, Setting::any);
    public static final Setting<List<MigrationListener>> LISTENERS =
            new Setting<>("listener", List.of(), Setting::list);

    /** Set by the engine itself, where the database is a copy. */
    static final Setting<Boolean> REHEARSAL = new Setting<>("rehearsal", false, Setting::any);

    public static final Setting<Boolean> BACK_UP_FIRST = new Setting<>("back-up-first", false, Setting::any);
    public static final Setting<Boolean> RESTORE_ON_FAILURE = new Setting<>("restore-on-failure", false, Setting::any);
    public static final Setting<Integer> KEEP_BACKUPS = new Setting<>("keep-backups", 0, Setting::notNegative);
    public static final Setting<Path> BACKUP_DIRECTORY = new Setting<>("backup-directory", null, Setting::any);
    public static final Setting<String> DUMP_TOOL = new Setting<>("dump-tool", null, Setting::text);

    /** Longer than any run, and short enough to be counted in nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final String name;
    private final @Nullable T usual;
    private final BiFunction<String, T, T> check;

    private Setting(String name, @Nullable T usual, BiFunction<String, T, T> check) {
        this.name = name;
        this.usual = usual;
        this.check = check;
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
    T checked(T value) {
        return check.apply(name, present(value));
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
        return Objects.requireNonNull(value, () -> name + " is null. Leave the setting out to use the default.");
    }

    @Override
    public String toString() {
        return name;
    }

    private static <V> V any(String name, V value) {
        return value;
    }

    private static <E> List<E> list(String name, List<E> values) {
        values.forEach(each -> present(name, each));
        return List.copyOf(values);
    }

    private static List<String> locations(String name, List<String> locations) {
        locations.forEach(each -> text(name, present(name, each)));
        if (locations.isEmpty()) {
            throw empty(name);
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
