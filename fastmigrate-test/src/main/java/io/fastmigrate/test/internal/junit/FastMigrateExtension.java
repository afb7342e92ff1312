package io.fastmigrate.test.internal.junit;

import io.fastmigrate.Version;
import io.fastmigrate.error.FastMigrateException;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.FreshDatabase;
import io.fastmigrate.test.internal.database.Declarations;
import io.fastmigrate.test.internal.database.ScriptsUnderTest;
import io.fastmigrate.test.internal.database.TestDatabases;
import io.fastmigrate.test.internal.database.TestedDatabase;
import io.fastmigrate.test.internal.server.Servers;
import io.fastmigrate.test.internal.spring.SpringContexts;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Makes the database of each test before it, hands it over, and removes it. Uses only what JUnit 5.12 has too. */
public final class FastMigrateExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(FastMigrateExtension.class);

    /** By name: these belong to others, who resolve what they mark. */
    private static final Set<String> MARKS_OF_OTHERS = Set.of(
            "org.junit.jupiter.api.io.TempDir",
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Qualifier",
            "org.springframework.beans.factory.annotation.Value",
            "jakarta.inject.Named");

    @Override
    public void beforeEach(ExtensionContext context) {
        TestedDatabase database =
                SpringContexts.manage(context) ? SpringContexts.database(context) : separateDatabase(context);
        context.getStore(NAMESPACE).put(TestedDatabase.class, database);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(instance, database, context);
        }
    }

    private static TestedDatabase separateDatabase(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        try {
            Prepared prepared = Prepared.of(context, testClass);
            return prepared.databases.next(prepared.scripts, prepared.fingerprint, lastVersion(context));
        } catch (FastMigrateException e) {
            throw new ExtensionConfigurationException(
                    "Cannot create the database for this test. " + e.getMessage() + System.lineSeparator() + e.advice(),
                    e);
        } catch (SQLException e) {
            throw new ExtensionConfigurationException(
                    "Cannot create the database for this test on its server: " + e.getMessage(), e);
        }
    }

    static Optional<Version> lastVersion(ExtensionContext context) {
        return Declarations.lastVersion(context.getRequiredTestMethod(), context.getRequiredTestClass());
    }

    /** The scripts of a test class, read once for all of its tests. */
    private record Prepared(TestDatabases databases, ScriptsUnderTest scripts, String fingerprint) {

        static Prepared of(ExtensionContext context, Class<?> testClass) {
            Store store = context.getParent().orElse(context).getStore(NAMESPACE);
            Prepared known = store.get(testClass, Prepared.class);
            if (known != null) {
                return known;
            }
            FastMigrateTest test = Declarations.fastMigrateTest(testClass).orElseThrow();
            TestDatabases databases = Servers.of(test);
            ScriptsUnderTest scripts = Declarations.scripts(test, databases.vendor(), testClass.getClassLoader());
            Prepared prepared = new Prepared(databases, scripts, scripts.fingerprint());
            store.put(testClass, prepared);
            return prepared;
        }
    }

    private static void inject(Object instance, TestedDatabase database, ExtensionContext context) {
        for (Field field : AnnotationSupport.findAnnotatedFields(
                instance.getClass(), FreshDatabase.class, field -> true, HierarchyTraversalMode.TOP_DOWN)) {
            requireInjectable(field, context);
            try {
                field.setAccessible(true);
                field.set(instance, database.as(field.getType()));
            } catch (ReflectiveOperationException | SQLException e) {
                throw new ExtensionConfigurationException("The database cannot be given to " + field, e);
            }
        }
    }

    private static void requireInjectable(Field field, ExtensionContext context) {
        if (!TestedDatabase.TYPES.contains(field.getType())) {
            throw new ExtensionConfigurationException(field + " is none of "
                    + TestedDatabase.TYPES.stream()
                            .map(Class::getSimpleName)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ": give it one of these types, or remove @FreshDatabase.");
        }
        if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(
                    field + " is static or final, but each test has its own database.");
        }
        if (sharesInstances(field.getDeclaringClass(), context)) {
            throw new ExtensionConfigurationException(field
                    + " is shared by tests that run at the same time: take the database as a parameter of the test, or"
                    + " mark the class with @Execution(SAME_THREAD).");
        }
    }

    private static boolean sharesInstances(Class<?> declaring, ExtensionContext context) {
        boolean atOnce = context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                        .map(Boolean::parseBoolean)
                        .orElse(false);
        for (Optional<ExtensionContext> each = Optional.of(context); each.isPresent() && atOnce; ) {
            ExtensionContext one = each.get();
            boolean declares =
                    one.getTestClass().map(declaring::isAssignableFrom).orElse(false);
            if (declares && one.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
                return true;
            }
            each = one.getParent();
        }
        return false;
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        TestedDatabase database = context.getStore(NAMESPACE).remove(TestedDatabase.class, TestedDatabase.class);
        if (database != null) {
            database.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext context) {
        Parameter parameter = parameterContext.getParameter();
        Executable executable = parameterContext.getDeclaringExecutable();
        if (!TestedDatabase.TYPES.contains(parameter.getType()) || !(executable instanceof Method method)) {
            return false;
        }
        if (parameterContext.isAnnotated(FreshDatabase.class)) {
            return true;
        }
        boolean claimed = Arrays.stream(parameter.getAnnotations())
                .anyMatch(mark -> MARKS_OF_OTHERS.contains(mark.annotationType().getName()));
        boolean argument = parameter.getType() == java.nio.file.Path.class
                && AnnotationSupport.isAnnotated(method, TestTemplate.class)
                && !AnnotationSupport.isAnnotated(method, RepeatedTest.class);
        return !claimed && !argument;
    }

    @Override
    public Object resolveParameter(ParameterContext parameterContext, ExtensionContext context) {
        @Nullable TestedDatabase database = context.getStore(NAMESPACE).get(TestedDatabase.class, TestedDatabase.class);
        Parameter parameter = parameterContext.getParameter();
        if (database == null) {
            throw new ExtensionConfigurationException("There is no database for " + parameter + " of "
                    + parameterContext.getDeclaringExecutable()
                    + ": each test has its own. Take it in the test, or in a @BeforeEach or @AfterEach method.");
        }
        try {
            return database.as(parameter.getType());
        } catch (SQLException e) {
            throw new ExtensionConfigurationException("The test's database cannot be connected to.", e);
        }
    }
}
