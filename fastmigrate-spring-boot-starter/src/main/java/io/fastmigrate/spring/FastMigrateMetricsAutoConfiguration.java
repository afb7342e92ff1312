package io.fastmigrate.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Offers {@code fastmigrate.version}, {@code fastmigrate.pending} and {@code fastmigrate.migration} to Micrometer. */
@AutoConfiguration(after = FastMigrateAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
public final class FastMigrateMetricsAutoConfiguration {

    @Bean
    ScriptTimes fastMigrateScriptTimes() {
        return new ScriptTimes();
    }

    @Bean
    @ConditionalOnBean(Standings.class)
    @ConditionalOnMissingBean
    MigrationMetrics fastMigrateMetrics(Standings standings, ScriptTimes times) {
        return new MigrationMetrics(standings, times);
    }
}
