package io.fastmigrate.test.internal.spring;

import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.TestServer;
import io.fastmigrate.test.internal.database.Declarations;
import io.fastmigrate.test.internal.database.TemporaryFolders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.StringUtils;

/** Leads the application context of a {@link FastMigrateTest} to a database in a temporary file. */
final class SpringDatabaseCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        return Declarations.fastMigrateTest(testClass)
                .map(test -> customizer(test, testClass))
                .orElse(null);
    }

    private static ContextCustomizer customizer(FastMigrateTest test, Class<?> testClass) {
        if (test.server() != TestServer.class) {
            throw new IllegalStateException(
                    "The server of @FastMigrateTest is for tests without a Spring application context, but "
                            + testClass.getName() + " has one. Remove the attribute server, or the context.");
        }
        return new Customizer(Declarations.locations(test), Declarations.values(test));
    }

    /** A record, because contexts are cached by their customizers. */
    private record Customizer(List<String> migrations, Map<String, String> values) implements ContextCustomizer {

        private static final String SQLITE = "jdbc:sqlite:";

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            Path file = TemporaryFolders.create().resolve("app.db");
            ConfigurableEnvironment environment = context.getEnvironment();
            Map<String, Object> properties = new HashMap<>();
            String url = environment.getProperty("spring.datasource.url");
            boolean urlIsSet = StringUtils.hasText(url);
            if (url != null && urlIsSet) {
                properties.put("spring.datasource.url", redirected(url, file));
            }
            if (!urlIsSet || StringUtils.hasText(environment.getProperty("fastmigrate.db"))) {
                properties.put("fastmigrate.db", file.toString());
            }
            // Test slices would replace the DataSource by one of the embedded databases that Spring Boot knows.
            properties.put("spring.test.database.replace", "NONE");
            if (!migrations.isEmpty()) {
                properties.put(
                        "fastmigrate.migrations",
                        migrations.stream()
                                .map(environment::resolvePlaceholders)
                                .toList());
            }
            values.forEach((name, text) -> properties.put(SpringValues.PREFIX + "[" + name + "]", text));
            environment.getPropertySources().addFirst(new MapPropertySource("fastmigrate-test", properties));
            context.getBeanFactory().registerSingleton(SpringDatabase.BEAN_NAME, new SpringDatabase(context, file));
        }

        /** Keeps the parameters, which are settings of the connections. */
        private static String redirected(String url, Path file) {
            if (!url.startsWith(SQLITE)) {
                throw new IllegalStateException(
                        "@FastMigrateTest gives tests SQLite databases, but spring.datasource.url leads to another: "
                                + url.replaceFirst("^(jdbc:[^:]*:).*$", "$1...")
                                + " Remove the annotation, or give the tests a jdbc:sqlite: URL.");
            }
            int parameters = url.indexOf('?');
            String kept = parameters < 0 || url.contains("mode=memory") ? "" : url.substring(parameters);
            return SQLITE + file.toUri() + kept;
        }
    }
}
