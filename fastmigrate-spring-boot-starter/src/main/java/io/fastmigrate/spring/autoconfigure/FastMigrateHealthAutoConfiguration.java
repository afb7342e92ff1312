package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.observe.HealthFacts;
import io.fastmigrate.spring.internal.observe.HealthSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Adds {@code fastmigrate} to the health; with several databases, one part for each, and one for all tenants. */
@AutoConfiguration(after = {FastMigrateAutoConfiguration.class, FastMigrateTenantsAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("fastmigrate")
public final class FastMigrateHealthAutoConfiguration {

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
