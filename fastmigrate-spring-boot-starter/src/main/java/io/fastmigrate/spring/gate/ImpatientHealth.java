package io.fastmigrate.spring.gate;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Lets no health indicator wait behind the {@link Gate}: the whole answer would be kept from coming. The indicators
 * themselves, which are beans, stay what they are; those that the health is asked through are wrapped.
 */
public final class ImpatientHealth implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HealthContributorRegistry registry) {
            List<HealthContributors.Entry> entries = registry.stream().toList();
            for (HealthContributors.Entry entry : entries) {
                registry.unregisterContributor(entry.name());
                registry.registerContributor(entry.name(), impatient(entry.contributor()));
            }
        }
        return bean;
    }

    private static HealthContributor impatient(HealthContributor contributor) {
        if (contributor instanceof HealthIndicator indicator) {
            return new Indicator(indicator);
        }
        return contributor instanceof CompositeHealthContributor composite ? new Composite(composite) : contributor;
    }

    private record Indicator(HealthIndicator delegate) implements HealthIndicator {

        @Override
        public @Nullable Health health(boolean includeDetails) {
            return Impatience.with(() -> delegate.health(includeDetails));
        }

        @Override
        public @Nullable Health health() {
            return Impatience.with(delegate::health);
        }
    }

    private record Composite(CompositeHealthContributor delegate) implements CompositeHealthContributor {

        @Override
        public @Nullable HealthContributor getContributor(String name) {
            HealthContributor contributor = delegate.getContributor(name);
            return contributor == null ? null : impatient(contributor);
        }

        @Override
        public Stream<HealthContributors.Entry> stream() {
            return delegate.stream()
                    .map(entry -> new HealthContributors.Entry(entry.name(), impatient(entry.contributor())));
        }
    }
}
