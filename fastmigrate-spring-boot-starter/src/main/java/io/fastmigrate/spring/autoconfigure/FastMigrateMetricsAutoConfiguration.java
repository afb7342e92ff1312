package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.actuate.MigrationMetrics;
import io.fastmigrate.spring.actuate.ScriptTimes;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.actuate.TenantMetrics;
import io.fastmigrate.spring.tenants.TenantStandings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Offers the meters {@code fastmigrate.*} to Micrometer. */
@AutoConfiguration(after = {FastMigrateAutoConfiguration.class, FastMigrateTenantsAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
public final class FastMigrateMetricsAutoConfiguration {

    @Bean
    ScriptTimes fastMigrateScriptTimes() {
        return new ScriptTimes();
    }

    @Bean
    @ConditionalOnBean(value = Standings.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    MigrationMetrics fastMigrateMetrics(Standings standings, ScriptTimes times) {
        return new MigrationMetrics(standings, times);
    }

    @Bean
    @ConditionalOnBean(value = TenantStandings.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    TenantMetrics fastMigrateTenantMetrics(TenantStandings tenants) {
        return new TenantMetrics(tenants);
    }
}
