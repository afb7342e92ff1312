package io.fastmigrate.test.internal.database;

import io.fastmigrate.JavaMigration;
import io.fastmigrate.Version;
import io.fastmigrate.error.InvalidSettingException;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** What annotations say of a test. */
public final class Declarations {

    public static final String DEFAULT_LOCATION = "classpath:migrations";

    private Declarations() {}

    /** Returns the version that a test's database must have; empty for the highest. */
    public static Optional<Version> lastVersion(Method method, Class<?> testClass) {
        return AnnotationSupport.findAnnotation(method, AtVersion.class)
                .or(() -> find(testClass, AtVersion.class))
                .map(AtVersion::value)
                .map(Declarations::version);
    }

    private static Version version(int number) {
        if (number < 0) {
            throw InvalidSettingException.of(
                    "@AtVersion(" + number + ") is no version.", "Give it 0 or the number of a script.");
        }
        return new Version(number);
    }

    public static Optional<FastMigrateTest> fastMigrateTest(Class<?> testClass) {
        return find(testClass, FastMigrateTest.class);
    }

    /** A nested class has what the classes around it have. */
    private static <A extends Annotation> Optional<A> find(Class<?> testClass, Class<A> type) {
        for (@Nullable Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
            Optional<A> found = AnnotationSupport.findAnnotation(each, type);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns what the annotation names; none if it leaves that to others. */
    public static List<String> locations(FastMigrateTest test) {
        return Arrays.stream(test.migrations()).filter(text -> !text.isBlank()).toList();
    }

    /** Returns what the annotation puts into scripts. */
    public static Map<String, String> values(FastMigrateTest test) {
        Map<String, String> values = new TreeMap<>();
        for (String value : test.values()) {
            int end = value.indexOf('=');
            if (end <= 0) {
                throw InvalidSettingException.of(
                        "@FastMigrateTest(values = \"" + value + "\") has no name and text.", "Write it as name=text.");
            }
            String name = value.substring(0, end).strip();
            if (values.put(name, value.substring(end + 1)) != null) {
                throw InvalidSettingException.of(
                        "@FastMigrateTest has two values for " + name + ".", "Remove one of them.");
            }
        }
        return values;
    }

    /**
     * Returns the scripts of a class's tests.
     *
     * @param loader where the thread has none
     */
    public static ScriptsUnderTest scripts(FastMigrateTest test, String vendor, ClassLoader loader) {
        List<JavaMigration> java = new ArrayList<>();
        for (Class<? extends JavaMigration> migration : test.javaMigrations()) {
            java.add(ReflectionSupport.newInstance(migration));
        }
        List<String> locations = locations(test).stream()
                .map(location -> location.replace("{vendor}", vendor))
                .toList();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return new ScriptsUnderTest(
                locations.isEmpty() ? List.of(DEFAULT_LOCATION) : locations,
                context != null ? context : loader,
                java,
                values(test));
    }
}
