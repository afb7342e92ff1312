package io.fastmigrate.test.internal.spring;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The texts for names in scripts that an application context has, read as Spring Boot does, which this test kit does not need. */
final class SpringValues {

    static final String PREFIX = "fastmigrate.values";

    private static final String VARIABLE = "FASTMIGRATE_VALUES_";

    private SpringValues() {}

    /** The first source that has a name says its text. */
    static Map<String, String> of(Environment environment) {
        Map<String, String> values = new TreeMap<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable) {
                    add(values, enumerable, environment);
                }
            }
        }
        return values;
    }

    private static void add(Map<String, String> values, EnumerablePropertySource<?> source, Environment environment) {
        boolean variables = source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        for (String property : source.getPropertyNames()) {
            String name = variables ? ofVariable(property) : ofProperty(property);
            Object text = source.getProperty(property);
            if (!name.isEmpty() && text != null) {
                values.putIfAbsent(name, environment.resolveRequiredPlaceholders(text.toString()));
            }
        }
    }

    private static String ofVariable(String variable) {
        return variable.startsWith(VARIABLE)
                ? variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.')
                : "";
    }

    /** A name in brackets is taken as it is. */
    private static String ofProperty(String property) {
        if (!property.startsWith(PREFIX)) {
            return "";
        }
        String rest = property.substring(PREFIX.length());
        if (rest.startsWith("[") && rest.endsWith("]")) {
            return rest.substring(1, rest.length() - 1);
        }
        return rest.startsWith(".") ? rest.substring(1).replaceAll("[\\[\\]]", "") : "";
    }
}
