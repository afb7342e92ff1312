package io.fastmigrate.spring.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Where JDBC connects to, and as whom, in words that no version of Spring Boot has moved.
 *
 * @param username null to connect without
 * @param password null to connect without
 * @param driverClassName null for the one that fits the URL
 */
public record JdbcTarget(
        String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String driverClassName) {

    /** The bean that leads the application's {@code DataSource} to {@code fastmigrate.db}. */
    static final String OWN_DETAILS = "fastMigrateJdbcConnectionDetails";

    /** The class of the details that Spring Boot makes of {@code spring.datasource.*}. */
    private static final String OF_PROPERTIES = ".PropertiesJdbcConnectionDetails";

    /** Returns where the first bean of connection details leads that are not made of properties; null without one. */
    public static <D> @Nullable JdbcTarget read(
            ListableBeanFactory beans, Class<D> type, Function<D, JdbcTarget> target) {
        for (String name : beans.getBeanNamesForType(type, true, false)) {
            if (isFromElsewhere(name, beans.getType(name, false))) {
                return target.apply(beans.getBean(name, type));
            }
        }
        return null;
    }

    /** Tells whether a bean of connection details comes from elsewhere than from properties, a container for one. */
    public static boolean isFromElsewhere(String beanName, @Nullable Class<?> type) {
        return !beanName.equals(OWN_DETAILS) && (type == null || !type.getName().endsWith(OF_PROPERTIES));
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "JdbcTarget[url=***]";
    }
}
