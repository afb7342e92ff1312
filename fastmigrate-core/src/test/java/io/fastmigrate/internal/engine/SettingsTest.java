package io.fastmigrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.FastMigrateBuilder;
import io.fastmigrate.JavaMigration;
import io.fastmigrate.MigrationListener;
import io.fastmigrate.Sandbox;
import io.fastmigrate.Version;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path directory;

    /** A field that is added to the class, and forgotten where it is copied, is found here. */
    @Test
    void copiesEverySetting() throws IllegalAccessException {
        Settings settings = Settings.of(copy -> Database.file(directory.resolve("app.db")));
        List<Field> fields = Arrays.stream(Settings.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !Set.of("database", "backend").contains(field.getName()))
                .toList();
        for (Field field : fields) {
            setOther(field, settings);
        }
        Settings copy = settings.copy();
        for (Field field : fields) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(settings));
        }
        assertThat(fields).hasSizeGreaterThan(20);
    }

    private void setOther(Field field, Settings settings) throws IllegalAccessException {
        Object value = field.get(settings);
        if (field.getName().equals("javaMigrations")) {
            settings.javaMigrations.add(new NoMigration());
        } else if (field.getName().equals("listeners")) {
            settings.listeners.add(new MigrationListener() {});
        } else {
            field.set(settings, other(field.getType(), value));
        }
        assertThat(field.get(settings))
                .as("a test value for " + field.getName())
                .isNotEqualTo(field.get(fresh()));
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

    private Settings fresh() {
        return Settings.of(copy -> Database.file(directory.resolve("app.db")));
    }

    private Object other(Class<?> type, @Nullable Object value) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> !constant.equals(value))
                    .findFirst()
                    .orElseThrow();
        }
        Map<Class<?>, Object> others = Map.of(
                String.class,
                "other",
                Duration.class,
                Duration.ofSeconds(7),
                Path.class,
                directory.resolve("other"),
                ClassLoader.class,
                new ClassLoader() {},
                int.class,
                7,
                boolean.class,
                !Boolean.TRUE.equals(value));
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
