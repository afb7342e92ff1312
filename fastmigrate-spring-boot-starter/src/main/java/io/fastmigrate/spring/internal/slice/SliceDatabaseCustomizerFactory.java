package io.fastmigrate.spring.internal.slice;

import io.fastmigrate.spring.internal.SqliteText;
import io.fastmigrate.spring.internal.database.BoundProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;

/**
 * Gives a test slice a SQLite database in a temporary file, where the application's is SQLite. Spring Boot replaces the
 * application's database in {@code @JdbcTest}, {@code @DataJdbcTest}, {@code @DataJpaTest} and everything else that has
 * {@code @AutoConfigureTestDatabase}, and knows only H2, HSQLDB and Derby to replace it by, which cannot run the scripts.
 *
 * <p>It is a part of the starter and not of the test kit, because an application with the starter alone has slices too: without
 * it they would run SQLite's scripts on H2, or migrate the file that {@code fastmigrate.db} names.
 */
class SliceDatabaseCustomizerFactory implements ContextCustomizerFactory {

    private static final List<String> REPLACING = List.of(
            "org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase",
            "org.springframework.boot.test.autoconfigure.jdbc.AutoConfigureTestDatabase");

    /** Has its own database already. */
    private static final String FAST_MIGRATE_TEST = "io.fastmigrate.test.FastMigrateTest";

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        boolean replaces = REPLACING.stream()
                .map(name -> annotation(testClass, name))
                .anyMatch(found -> found.isPresent()
                        && !"NONE"
                                .equals(String.valueOf(
                                        found.getValue("replace", Enum.class).orElse(null))));
        return replaces && !annotation(testClass, FAST_MIGRATE_TEST).isPresent() ? new Customizer() : null;
    }

    /** A nested test class has what the classes around it have. */
    private static MergedAnnotation<?> annotation(Class<?> testClass, String name) {
        return MergedAnnotations.search(SearchStrategy.TYPE_HIERARCHY)
                .withEnclosingClasses(TestContextAnnotationUtils::searchEnclosingClass)
                .from(testClass)
                .get(name);
    }

    /** A record, because contexts are cached by their customizers. */
    private record Customizer() implements ContextCustomizer {

        private static final String SQLITE = "jdbc:sqlite:";
        private static final String REPLACE = "spring.test.database.replace";

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            ConfigurableEnvironment environment = context.getEnvironment();
            String url = environment.getProperty("spring.datasource.url", "");
            String db = environment.getProperty("fastmigrate.db", "");
            boolean sqlite = StringUtils.hasText(url)
                    ? SqliteText.tidy(url).startsWith(SQLITE)
                    : StringUtils.hasText(db)
                            && SqliteText.isMeant(
                                    db, BoundProperties.migrations(environment), context.getClassLoader());
            if ("none".equalsIgnoreCase(environment.getProperty(REPLACE))) {
                return;
            }
            if (!sqlite) {
                leaveServerAlone(db, environment);
                return;
            }
            Path file = temporaryFolder(context).resolve("app.db");
            Map<String, Object> properties = new HashMap<>();
            properties.put(REPLACE, "NONE");
            if (StringUtils.hasText(url)) {
                properties.put("spring.datasource.url", SQLITE + file.toUri() + parameters(url));
            }
            if (StringUtils.hasText(db)) {
                properties.put("fastmigrate.db", file.toString());
            }
            environment.getPropertySources().addFirst(new MapPropertySource("fastmigrate-slice", properties));
        }

        /** What Spring Boot puts in the application's place is migrated then, and as its own user. */
        private static void leaveServerAlone(String db, ConfigurableEnvironment environment) {
            Map<String, Object> properties = new HashMap<>();
            if (SqliteText.tidy(db).startsWith("jdbc:")) {
                properties.put("fastmigrate.db", "");
            }
            properties.put("fastmigrate.username", "");
            properties.put("fastmigrate.password", "");
            environment.getPropertySources().addFirst(new MapPropertySource("fastmigrate-slice", properties));
        }

        /** Parameters are settings of the connections, which the tests need too. */
        private static String parameters(String url) {
            int parameters = url.indexOf('?');
            return parameters < 0 || url.contains("mode=memory") ? "" : url.substring(parameters);
        }

        private static Path temporaryFolder(ConfigurableApplicationContext context) {
            try {
                Path folder = Files.createTempDirectory("fastmigrate-slice-");
                ApplicationListener<ContextClosedEvent> removal = closed -> remove(folder);
                context.addApplicationListener(removal);
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot create a temporary folder for the database of the test", e);
            }
        }

        private static void remove(Path folder) {
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException e) {
                // Still open on Windows; the system cleans its temporary folder.
            }
        }
    }
}
