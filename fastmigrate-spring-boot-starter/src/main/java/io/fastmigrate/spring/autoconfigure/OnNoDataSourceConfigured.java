package io.fastmigrate.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Matches when no property {@code spring.datasource.*} says where the application's database is. */
class OnNoDataSourceConfigured extends SpringBootCondition {

    private static final String PREFIX = "spring.datasource.";

    private static final List<String> PLACES = List.of("url", "jndi-name");

    /** What only counts where Spring Boot makes that pool. */
    private static final Map<String, List<String>> POOLS = Map.of(
            "com.zaxxer.hikari.HikariDataSource",
            List.of("hikari.jdbc-url", "hikari.data-source-class-name", "hikari.data-source-j-n-d-i"),
            "org.apache.tomcat.jdbc.pool.DataSource",
            List.of("tomcat.url", "tomcat.data-source-j-n-d-i"),
            "org.apache.commons.dbcp2.BasicDataSource",
            List.of("dbcp2.url"),
            "oracle.ucp.jdbc.PoolDataSourceImpl",
            List.of("oracleucp.url", "oracleucp.u-r-l"));

    static boolean isNowhere(Environment environment) {
        return place(environment, ClassUtils.getDefaultClassLoader()) == null;
    }

    private static @Nullable String place(Environment environment, @Nullable ClassLoader classLoader) {
        return Stream.concat(PLACES.stream(), POOLS.getOrDefault(pool(environment, classLoader), List.of()).stream())
                .map(PREFIX::concat)
                .filter(place -> StringUtils.hasText(environment.getProperty(place)))
                .findFirst()
                .orElse(null);
    }

    private static String pool(Environment environment, @Nullable ClassLoader classLoader) {
        String named = environment.getProperty(PREFIX + "type", "");
        Class<?> found = StringUtils.hasText(named) ? null : DataSourceBuilder.findType(classLoader);
        return found == null ? named.strip() : found.getName();
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("No DataSource configured");
        String place = place(context.getEnvironment(), context.getClassLoader());
        return place == null
                ? ConditionOutcome.match(message.didNotFind("property").items(PREFIX + "url"))
                : ConditionOutcome.noMatch(message.foundExactly(place));
    }
}
