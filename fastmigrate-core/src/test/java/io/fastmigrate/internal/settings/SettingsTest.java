package io.fastmigrate.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import io.fastmigrate.internal.engine.Engine;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path directory;

    /** Whatever is changed afterwards, by a user or by the engine, loses nothing that was set before. */
    @Test
    void keepsEverySettingWhenAnotherOneChanges() throws IllegalAccessException {
        Map<Setting<?>, Object> wanted = others();
        assertThat(wanted).hasSizeGreaterThan(20);
        Settings settings = withAll(wanted);
        assertThat(valuesOf(settings, wanted.keySet())).isEqualTo(wanted);
        for (Setting<?> setting : wanted.keySet()) {
            Map<Setting<?>, Object> kept = new HashMap<>(wanted);
            kept.remove(setting);
            Settings changed = change(settings, setting);
            assertThat(valuesOf(changed, kept.keySet())).as("after " + setting).isEqualTo(kept);
        }
    }

    @Test
    void migratesWithTheSameSettingsWithOneMoreListener() throws IllegalAccessException {
        Map<Setting<?>, Object> wanted = others();
        MigrationListener more = new MigrationListener() {};
        Settings settings = withAll(wanted);
        Settings told = Engine.of(settings, Database.file(directory.resolve("app.db")))
                .withListener(more)
                .settings();
        assertThat(told.get(Setting.LISTENERS)).hasSize(2).endsWith(more);
        wanted.remove(Setting.LISTENERS);
        assertThat(valuesOf(told, wanted.keySet())).isEqualTo(wanted);
    }

    @Test
    void rehearsesWithTheSameSettingsButWithoutBackups() throws IllegalAccessException {
        Map<Setting<?>, Object> wanted = others();
        Settings rehearsal = withAll(wanted).forRehearsal();
        wanted.put(Setting.REHEARSAL, true);
        wanted.put(Setting.BACK_UP_FIRST, false);
        wanted.put(Setting.RESTORE_ON_FAILURE, false);
        assertThat(valuesOf(rehearsal, wanted.keySet())).isEqualTo(wanted);
    }

    /** Returns for each setting a value that is not its default. */
    private Map<Setting<?>, Object> others() throws IllegalAccessException {
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Field field : Setting.class.getDeclaredFields()) {
            if (field.getType() == Setting.class) {
                Setting<?> setting = (Setting<?>) field.get(null);
                Type type = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
                values.put(setting, other(setting, type));
            }
        }
        return values;
    }

    private static Settings withAll(Map<Setting<?>, Object> values) {
        Settings settings = Settings.DEFAULTS;
        for (Map.Entry<Setting<?>, Object> value : values.entrySet()) {
            settings = with(settings, value.getKey(), value.getValue());
        }
        return settings;
    }

    @SuppressWarnings("unchecked")
    private static <T> Settings with(Settings settings, Setting<T> setting, Object value) {
        return settings.with(setting, (T) value);
    }

    /** Sets a setting to what it is already. */
    private static <T> Settings change(Settings settings, Setting<T> setting) {
        return settings.with(setting, settings.get(setting));
    }

    private static Map<Setting<?>, Object> valuesOf(Settings settings, Set<Setting<?>> of) {
        Map<Setting<?>, Object> values = new HashMap<>();
        of.forEach(setting -> values.put(setting, settings.get(setting)));
        return values;
    }

    private static final class NoMigration implements JavaMigration {
        @Override
        public Version version() {
            return new Version(9);
        }

        @Override
        public String description() {
            return "nothing";
        }

        @Override
        public void migrate(Connection connection) {}
    }

    private Object other(Setting<?> setting, Type type) {
        if (setting == Setting.MIGRATIONS) {
            return List.of("one", "other");
        } else if (setting == Setting.JAVA_MIGRATIONS) {
            return List.of(new NoMigration());
        } else if (setting == Setting.LISTENERS) {
            return List.of(new MigrationListener() {});
        } else if (setting == Setting.VALUES) {
            return Map.of("name", "text");
        } else if (type instanceof Class<?> one && one.isEnum()) {
            return Arrays.stream(one.getEnumConstants())
                    .filter(constant -> !constant.equals(setting.usual().orElseThrow()))
                    .findFirst()
                    .orElseThrow();
        } else if (type == Boolean.class) {
            return !(Boolean) setting.usual().orElseThrow();
        }
        Map<Type, Object> others = Map.of(
                String.class,
                "other",
                Duration.class,
                Duration.ofSeconds(7),
                Path.class,
                directory.resolve("other"),
                ClassLoader.class,
                new ClassLoader() {},
                Integer.class,
                7);
        return Objects.requireNonNull(others.get(type), () -> "no test value of " + type);
    }

    @Test
    void waitsForEverWhereForeverIsTheTimeout() throws Exception {
        Sandbox sandbox =
                Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a)").script("0002-x.sh", "true");
        sandbox.managed();
        FastMigrate fastMigrate = sandbox.builder()
                .lockTimeout(ChronoUnit.FOREVER.getDuration())
                .scriptTimeout(ChronoUnit.FOREVER.getDuration())
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void noWaitingIsAsGoodWhenNoOneElseIsThere() throws Exception {
        Sandbox sandbox =
                Sandbox.in(directory).script("0001-t.sql", "CREATE TABLE t (a)").script("0002-x.sh", "true");
        sandbox.managed();
        FastMigrate fastMigrate = sandbox.builder()
                .lockTimeout(Duration.ZERO)
                .scriptTimeout(Duration.ZERO)
                .build();
        assertThat(fastMigrate.migrate().after()).isEqualTo(new Version(2));
    }

    @Test
    void builderCanBeUsedAgainWithoutChangingWhatItBuilt() throws Exception {
        Sandbox sandbox = Sandbox.in(directory).script("1-x.sql", "");
        FastMigrateBuilder builder = sandbox.builder();
        FastMigrate lenient = builder.build();
        FastMigrate strict = builder.strictNaming().build();
        assertThat(lenient.scripts()).isEmpty();
        assertThatThrownBy(strict::scripts).hasMessageContaining("1-x.sql");
    }
}
