package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.observe.HealthSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Adds {@code fastmigrate} to the health on Spring Boot 3.5, as {@code FastMigrateHealthAutoConfiguration} does on 4. */
@AutoConfiguration(
        afterName = {
            "io.fastmigrate.spring.autoconfigure.FastMigrateAutoConfiguration",
            "io.fastmigrate.spring.autoconfigure.FastMigrateTenantsAutoConfiguration"
        })
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("fastmigrate")
public final class SpringBoot3HealthAutoConfiguration {

    @Bean
    @Conditional(OnHealthSource.class)
    @ConditionalOnMissingBean(
            name = {"fastmigrateHealthIndicator", "fastmigrateHealthContributor"},
            search = SearchStrategy.CURRENT)
    HealthContributor fastmigrateHealthContributor(ObjectProvider<HealthSource> sources) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        sources.forEach(source -> source.health().forEach((name, facts) -> indicators.put(name, indicator(facts))));
        return switch (indicators.size()) {
            case 0 -> (HealthIndicator) () -> Health.unknown().build(); // nothing is migrated, so nothing is known
            case 1 -> indicators.values().iterator().next();
            default -> CompositeHealthContributor.fromMap(indicators);
        };
    }

    private static HealthIndicator indicator(Supplier<HealthFacts> source) {
        return () -> {
            HealthFacts facts = source.get();
            return Health.status(new Status(facts.condition().name()))
                    .withDetails(facts.details())
                    .build();
        };
    }
}
