package io.fastmigrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidSettingException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every setter of the builder: a new one is tried without a new line here. */
class BuilderSettersTest {

    /** H2 takes an empty user, every server an empty password, and the history any name. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("username", "password", "appliedBy");

    @TempDir
    Path directory;

    private FastMigrateBuilder builder() {
        return FastMigrate.sqlite(directory.resolve("a.db")).migrations(directory);
    }

    private static Stream<Method> setters() {
        return Arrays.stream(FastMigrateBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == FastMigrateBuilder.class)
                .filter(method -> method.getParameterCount() == 1);
    }

    private static Stream<Method> settersOf(Class<?> type) {
        return setters().filter(setter -> setter.getParameterTypes()[0] == type);
    }

    static Stream<Method> settersOfObjects() {
        return setters().filter(setter -> !setter.getParameterTypes()[0].isPrimitive());
    }

    static Stream<Method> settersOfDurations() {
        return settersOf(Duration.class);
    }

    static Stream<Method> settersOfTexts() {
        return settersOf(String.class).filter(setter -> !MAY_BE_EMPTY.contains(setter.getName()));
    }

    static Stream<Method> settersOfNumbers() {
        return settersOf(int.class);
    }

    static Stream<Method> switches() {
        return settersOf(boolean.class);
    }

    private static String property(Method setter) {
        return setter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private void set(Method setter, @Nullable Object value) throws Throwable {
        try {
            setter.invoke(builder(), value);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @MethodSource("settersOfObjects")
    void refusesNullAtOnceAndNamesTheSetting(Method setter) {
        assertThatThrownBy(() -> set(setter, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith(property(setter) + " is null");
    }

    @ParameterizedTest
    @MethodSource("settersOfDurations")
    void refusesNegativeDurationAtOnce(Method setter) {
        assertThatThrownBy(() -> set(setter, Duration.ofNanos(-1)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(property(setter) + " is negative");
    }

    @ParameterizedTest
    @MethodSource("settersOfDurations")
    void takesTheLongestDurationForNoLimit(Method setter) throws Throwable {
        FastMigrateBuilder builder = builder();
        setter.invoke(builder, Duration.ofSeconds(Long.MAX_VALUE));
        FastMigrate fastMigrate = builder.build();
        fastMigrate.create();
        assertThat(fastMigrate.migrate().after()).isEqualTo(Version.ZERO);
    }

    @ParameterizedTest
    @MethodSource("settersOfTexts")
    void refusesBlankTextAtOnce(Method setter) {
        for (String blank : new String[] {"", " \t"}) {
            assertThatThrownBy(() -> set(setter, blank))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith(property(setter) + " is empty");
        }
    }

    @ParameterizedTest
    @MethodSource("settersOfNumbers")
    void refusesNegativeNumberAtOnce(Method setter) {
        assertThatThrownBy(() -> set(setter, -1))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(property(setter) + " is negative");
    }

    @Test
    void refusesNullAmongJavaMigrations() {
        assertThatThrownBy(() -> builder().javaMigrations(Collections.singletonList(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("java-migrations");
    }

    /** What is switched off again behaves as if it had never been on. */
    @Test
    void switchesCanBeTurnedOnAndOff() throws IOException {
        assertThat(switches().map(Method::getName))
                .containsExactlyInAnyOrder("strictNaming", "history", "joinInserts", "backUpFirst", "restoreOnFailure");
        Files.writeString(directory.resolve("0001-a.sql"), "CREATE TABLE a (b);");
        Files.writeString(directory.resolve("2-b.sql"), "");
        UnaryOperator<FastMigrateBuilder> on =
                builder -> builder.strictNaming().withoutHistory().backUpFirst().restoreOnFailure();
        assertThatThrownBy(() -> on.apply(builder()).build().scripts()).hasMessageContaining("2-b.sql");
        FastMigrate off = on.apply(builder())
                .strictNaming(false)
                .history(true)
                .backUpFirst(false)
                .restoreOnFailure(false)
                .withoutJoinedInserts()
                .joinInserts(true)
                .build();
        off.create();
        Report report = off.migrate();
        assertThat(report.applied()).hasSize(1);
        assertThat(report.backup()).isEmpty();
        assertThat(off.status().applied()).hasSize(1);
    }
}
