package io.fastmigrate.spring.internal.database;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.spring.TenantMigrations;
import java.sql.Connection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Tells a native image what cannot be seen in the code: the scripts of every database on the class path, the proxies
 * that the engine makes of connections, its own resource, and the driver. The driver brings its native library into the image itself.
 */
class NativeImageHints implements BeanFactoryInitializationAotProcessor {

    private static final String CLASS_PATH = "classpath:";

    /** What the engine has Python run to call a {@code config.py}. */
    private static final String ADAPTER_PROGRAM = "io/fastmigrate/internal/adapter/bridge.py";

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory.getBeanNamesForType(FastMigrate.class, true, false).length == 0
                && beanFactory.getBeanNamesForType(TenantMigrations.class, true, false).length == 0) {
            return null;
        }
        Set<String> locations = locations(beanFactory.getBean(Environment.class));
        return (generation, code) -> register(generation.getRuntimeHints(), locations);
    }

    private static Set<String> locations(Environment environment) {
        Set<String> locations = new LinkedHashSet<>();
        locations.addAll(BoundProperties.root(environment).getMigrations());
        DatabaseNames.named(environment, true)
                .forEach(name -> locations.addAll(
                        BoundProperties.database(environment, name).getMigrations()));
        locations.addAll(BoundProperties.tenants(environment).getMigrations());
        return locations;
    }

    private static void register(RuntimeHints hints, Set<String> locations) {
        for (String location : locations) {
            if (location.startsWith(CLASS_PATH)) {
                String folder = location.substring(CLASS_PATH.length()).replaceAll("^/+|/+$", "");
                String place = folder.isEmpty() ? "" : folder.replace(FastMigrateFactory.VENDOR, "*") + "/";
                hints.resources().registerPattern(place + "*");
                hints.resources().registerPattern(place + "repeatable/*");
            }
        }
        hints.resources().registerPattern(ADAPTER_PROGRAM);
        hints.proxies().registerJdkProxy(Connection.class);
        hints.reflection().registerType(TypeReference.of(FastMigrateFactory.DRIVER));
    }
}
