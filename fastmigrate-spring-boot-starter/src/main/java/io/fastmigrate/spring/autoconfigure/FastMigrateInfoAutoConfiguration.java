package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.actuate.FastMigrateInfoContributor;
import io.fastmigrate.spring.actuate.Standings;
import io.fastmigrate.spring.tenants.TenantStandings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** Adds the versions of the databases to {@code /actuator/info}. */
@AutoConfiguration(after = {FastMigrateAutoConfiguration.class, FastMigrateTenantsAutoConfiguration.class})
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnEnabledInfoContributor("fastmigrate")
public final class FastMigrateInfoAutoConfiguration {

    @Bean
    @ConditionalOnBean(Standings.class)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    FastMigrateInfoContributor fastMigrateInfoContributor(
            Standings standings, ObjectProvider<TenantStandings> tenants) {
        return new FastMigrateInfoContributor(standings, TenantStandings.enabled(tenants));
    }
}
