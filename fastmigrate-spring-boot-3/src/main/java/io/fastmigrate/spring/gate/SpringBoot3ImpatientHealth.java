package io.fastmigrate.spring.gate;

import java.util.Iterator;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.ContributorRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;

/** Lets no health indicator wait for a migration, on Spring Boot 3.5, as {@code ImpatientHealth} does on 4. */
public final class SpringBoot3ImpatientHealth implements BeanPostProcessor {

    private final ObjectProvider<HealthContributorRegistry> blocking;

    private SpringBoot3ImpatientHealth(ObjectProvider<HealthContributorRegistry> blocking) {
        this.blocking = blocking;
    }

    public static SpringBoot3ImpatientHealth of(BeanFactory beans) {
        return new SpringBoot3ImpatientHealth(beans.getBeanProvider(HealthContributorRegistry.class));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HealthContributorRegistry registry) {
            for (NamedContributor<HealthContributor> each : contributors(registry)) {
                replace(registry, each.getName(), impatient(each.getContributor()));
            }
        } else if (bean instanceof ReactiveHealthContributorRegistry registry) {
            blocking.ifAvailable(contributors -> replaceAdapted(registry, contributors));
        }
        return bean;
    }

    /** What blocks is there a second time, behind adapters that do not show it. */
    private static void replaceAdapted(
            ReactiveHealthContributorRegistry registry, HealthContributorRegistry impatient) {
        for (NamedContributor<ReactiveHealthContributor> each : contributors(registry)) {
            HealthContributor contributor = impatient.getContributor(each.getName());
            if (contributor instanceof Indicator || contributor instanceof Composite) {
                ReactiveHealthContributor adapted = ReactiveHealthContributor.adapt(contributor);
                if (adapted.getClass() == each.getContributor().getClass()) {
                    replace(registry, each.getName(), adapted);
                }
            }
        }
    }

    private static <C> List<NamedContributor<C>> contributors(ContributorRegistry<C> registry) {
        return registry.stream().toList();
    }

    private static <C> void replace(ContributorRegistry<C> registry, String name, C contributor) {
        registry.unregisterContributor(name);
        registry.registerContributor(name, contributor);
    }

    private static HealthContributor impatient(HealthContributor contributor) {
        if (contributor instanceof HealthIndicator indicator) {
            return new Indicator(indicator);
        }
        return contributor instanceof CompositeHealthContributor composite ? new Composite(composite) : contributor;
    }

    private record Indicator(HealthIndicator delegate) implements HealthIndicator {

        @Override
        public Health getHealth(boolean includeDetails) {
            return Impatience.with(() -> delegate.getHealth(includeDetails));
        }

        @Override
        public Health health() {
            return Impatience.with(delegate::health);
        }
    }

    private record Composite(CompositeHealthContributor delegate) implements CompositeHealthContributor {

        @Override
        public HealthContributor getContributor(String name) {
            return impatient(delegate.getContributor(name));
        }

        @Override
        public Iterator<NamedContributor<HealthContributor>> iterator() {
            return delegate.stream()
                    .map(each -> NamedContributor.of(each.getName(), impatient(each.getContributor())))
                    .iterator();
        }
    }
}
