package io.fastmigrate.spring.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches when no property {@code spring.datasource.*} says where the application's database is. */
class OnNoDataSourceConfigured extends SpringBootCondition {

    private static final List<String> PLACES = List.of(
            "spring.datasource.url",
            "spring.datasource.jndi-name",
            "spring.datasource.hikari.jdbc-url",
            "spring.datasource.hikari.data-source-class-name",
            "spring.datasource.hikari.data-source-j-n-d-i");

    static boolean isNowhere(Environment environment) {
        return PLACES.stream().noneMatch(place -> StringUtils.hasText(environment.getProperty(place)));
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("No DataSource configured");
        return PLACES.stream()
                .filter(place -> StringUtils.hasText(context.getEnvironment().getProperty(place)))
                .findFirst()
                .map(place -> ConditionOutcome.noMatch(message.foundExactly(place)))
                .orElseGet(() ->
                        ConditionOutcome.match(message.didNotFind("property").items(PLACES)));
    }
}
