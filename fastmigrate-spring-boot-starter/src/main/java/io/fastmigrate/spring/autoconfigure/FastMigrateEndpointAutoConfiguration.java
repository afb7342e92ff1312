package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.FastMigrateEndpointProperties;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint;
import io.fastmigrate.spring.actuate.FastMigrateEndpointWebExtension;
import io.fastmigrate.spring.actuate.FastMigratePageWebExtension;
import io.fastmigrate.spring.actuate.Standings;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationFilter;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Offers {@link FastMigrateEndpoint} where Actuator is on the class path and the endpoint is exposed. */
@AutoConfiguration(after = {FastMigrateAutoConfiguration.class, FastMigrateTenantsAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(FastMigrateEndpoint.class)
@EnableConfigurationProperties(FastMigrateEndpointProperties.class)
public final class FastMigrateEndpointAutoConfiguration {

    @Bean
    @ConditionalOnBean(Standings.class)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    FastMigrateEndpoint fastMigrateEndpoint(ApplicationContext context, FastMigrateEndpointProperties properties) {
        return new FastMigrateEndpoint(context, properties);
    }

    @Bean
    @ConditionalOnBean(FastMigrateEndpoint.class)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    @ConditionalOnBooleanProperty("management.endpoint.fastmigrate.page")
    FastMigratePageWebExtension fastMigratePageWebExtension(
            FastMigrateEndpoint endpoint, FastMigrateEndpointProperties properties) {
        return new FastMigratePageWebExtension(endpoint, properties);
    }

    /** An operation of an extension takes the place of one that produces the same types alone, and the page is one more. */
    @Bean
    @ConditionalOnBean(FastMigratePageWebExtension.class)
    static OperationFilter<WebOperation> fastMigratePageOperationFilter() {
        return (operation, endpoint, access) ->
                !endpoint.equals(EndpointId.of("fastmigrate")) || FastMigratePageWebExtension.has(operation);
    }

    @Bean
    @ConditionalOnBean(FastMigrateEndpoint.class)
    @ConditionalOnMissingBean(
            value = {FastMigrateEndpointWebExtension.class, FastMigratePageWebExtension.class},
            search = SearchStrategy.CURRENT)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    FastMigrateEndpointWebExtension fastMigrateEndpointWebExtension(
            FastMigrateEndpoint endpoint, FastMigrateEndpointProperties properties) {
        return new FastMigrateEndpointWebExtension(endpoint, properties);
    }
}
