package io.fastmigrate.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.Fleet;
import io.fastmigrate.spring.FastMigrateCustomizer;
import io.fastmigrate.spring.FastMigrateDatabase;
import io.fastmigrate.spring.FastMigrateProperties;
import io.fastmigrate.spring.TenantMigrations;
import io.fastmigrate.spring.TenantProperties;
import io.fastmigrate.spring.Workspace;
import io.fastmigrate.spring.internal.database.MigratedDatabases;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;
import org.sqlite.JDBC;

/** What is generated ahead of time is compiled and started, in place of the configuration classes. */
class AheadOfTimeTest {

    @TempDir
    Path folder;

    private final Map<String, Object> properties = new TreeMap<>();

    @BeforeEach
    void describeDatabases() throws Exception {
        Workspace workspace = Workspace.in(folder);
        Files.createDirectories(folder.resolve("tenants"));
        FastMigrate.sqlite(folder.resolve("tenants/one.db")).build().create();
        properties.put("fastmigrate.db", workspace.db().toString());
        properties.put("fastmigrate.migrations", workspace.scripts().toString());
        properties.put("fastmigrate.applied-by", "set-ahead");
        properties.put(
                "fastmigrate.databases.audit.db", folder.resolve("audit.db").toString());
        properties.put(
                "fastmigrate.databases.orders.db", folder.resolve("orders.db").toString());
        properties.put("fastmigrate.tenants.db", folder.resolve("tenants") + "/*.db");
    }

    @Test
    void migratesTheDefaultDatabaseTheNamedOnesAndTenants() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        process(new FileSystemGeneratedFiles(classes));
        compile(classes);
        properties.put("fastmigrate.databases.orders.applied-by", "set-at-the-start");

        assertThat(startedWith(classes).toArray())
                .containsExactly(
                        "fastMigrate 1 by set-ahead",
                        "audit 1 by customized",
                        "orders 1 by set-at-the-start",
                        "tenants 1");
    }

    /** What is set when the code is generated does not count, what is set when it runs does. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void asksWhenTheProgramRunsWhetherItMigrates(boolean thenEnabled, boolean nowEnabled) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        properties.put("fastmigrate.databases.orders.enabled", !nowEnabled);
        properties.put("fastmigrate.tenants.enabled", thenEnabled);
        properties.put("fastmigrate.enabled", thenEnabled);
        properties.put("fastmigrate.phase", thenEnabled ? "early" : "gate");
        System.setProperty("spring.aot.processing", "true");
        try {
            process(new FileSystemGeneratedFiles(classes));
        } finally {
            System.clearProperty("spring.aot.processing");
        }
        assertThat(folder.resolve("data")).doesNotExist();
        compile(classes);
        properties.put("fastmigrate.enabled", nowEnabled);
        properties.put("fastmigrate.databases.orders.enabled", false);
        properties.put("fastmigrate.tenants.enabled", nowEnabled);
        properties.put("fastmigrate.phase", "early");

        if (nowEnabled) {
            assertThat(startedWith(classes).toArray())
                    .containsExactly("fastMigrate 1 by set-ahead", "audit 1 by customized", "tenants 1");
        } else {
            assertThat(startedWith(classes).toArray()).containsExactly("tenants 0");
            assertThat(folder.resolve("data")).doesNotExist();
            assertThat(folder.resolve("audit.db")).doesNotExist();
        }
        assertThat(folder.resolve("orders.db")).doesNotExist();
    }

    /** Loads everything again: generated classes see what is not public only from the same class loader. */
    private List<?> startedWith(Path classes) throws Exception {
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Method start = loader.loadClass(AheadOfTimeTest.class.getName()).getDeclaredMethod("start", Map.class);
            start.setAccessible(true);
            return (List<?>) start.invoke(null, properties);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Starts what was generated, in the class loader that has it, and tells what it finds. */
    @SuppressWarnings("unchecked")
    static List<String> start(Map<String, Object> properties) throws Exception {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            addProperties(context, properties);
            Class.forName(AheadOfTimeTest.class.getName() + "__ApplicationContextInitializer")
                    .asSubclass(ApplicationContextInitializer.class)
                    .getConstructor()
                    .newInstance()
                    .initialize(context);
            context.refresh();
            List<String> found = new ArrayList<>();
            context.getBean(MigratedDatabases.class)
                    .byName()
                    .forEach((name, database) -> found.add(name + " " + database.version() + " by "
                            + database.status().applied().get(0).appliedBy()));
            found.add("tenants "
                    + context.getBean(TenantMigrations.class).report().count(Fleet.Report.State.MIGRATED));
            return found;
        }
    }

    private static void compile(Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, output, output, arguments.toArray(String[]::new));
        assertThat(result).as(output.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void tellsANativeImageOfTheScriptsTheDriverAndTheProxies() {
        properties.put("fastmigrate.migrations", "classpath:db/scripts/, classpath:db/{vendor}");
        properties.put("fastmigrate.databases.audit.migrations", "classpath:/audit");
        RuntimeHints hints = process(new InMemoryGeneratedFiles()).getRuntimeHints();

        assertThat(List.of(
                        "db/scripts/0001-a.sql",
                        "db/scripts",
                        "db/postgresql/0002-b.sql",
                        "audit/0002-b.sql",
                        "audit",
                        "io/fastmigrate/internal/adapter/bridge.py"))
                .allMatch(resource ->
                        RuntimeHintsPredicates.resource().forResource(resource).test(hints));
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("other/0001-a.sql")
                        .test(hints))
                .isFalse();
        assertThat(RuntimeHintsPredicates.proxies()
                        .forInterfaces(Connection.class)
                        .test(hints))
                .isTrue();
        assertThat(RuntimeHintsPredicates.reflection().onType(JDBC.class).test(hints))
                .isTrue();
        assertThat(List.of(
                        FastMigrateProperties.class, FastMigrateProperties.NamedDatabase.class, TenantProperties.class))
                .allMatch(
                        type -> RuntimeHintsPredicates.reflection().onType(type).test(hints));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(TenantProperties.class, "setWorkers")
                        .test(hints))
                .isTrue();
    }

    private GenerationContext process(GeneratedFiles files) {
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTest.class)), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Application.class);
            addProperties(context, properties);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        return generation;
    }

    private static void addProperties(GenericApplicationContext context, Map<String, Object> properties) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(context.getEnvironment());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({FastMigrateAutoConfiguration.class, FastMigrateTenantsAutoConfiguration.class})
    static class Application {

        @Bean
        @FastMigrateDatabase("audit")
        FastMigrateCustomizer customizer() {
            return builder -> builder.appliedBy("customized");
        }
    }
}
