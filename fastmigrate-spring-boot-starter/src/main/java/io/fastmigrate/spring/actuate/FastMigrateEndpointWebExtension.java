package io.fastmigrate.spring.actuate;

import io.fastmigrate.spring.FastMigrateEndpointProperties;
import io.fastmigrate.spring.actuate.FastMigrateEndpoint.MigrationsDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** {@link FastMigrateEndpoint} by HTTP, where a request's user decides what is shown. */
@EndpointWebExtension(endpoint = FastMigrateEndpoint.class)
public class FastMigrateEndpointWebExtension {

    private final FastMigrateEndpoint endpoint;
    private final FastMigrateEndpointProperties properties;

    public FastMigrateEndpointWebExtension(FastMigrateEndpoint endpoint, FastMigrateEndpointProperties properties) {
        this.endpoint = endpoint;
        this.properties = properties;
    }

    /** As {@link FastMigrateEndpoint#databases()}. */
    @ReadOperation
    public MigrationsDescriptor databases(SecurityContext user) {
        return endpoint.databases(descriptions(user));
    }

    /** As {@link FastMigrateEndpoint#database(String)}. */
    @ReadOperation
    public @Nullable MigrationsDescriptor database(SecurityContext user, @Selector String database) {
        return endpoint.database(database, descriptions(user));
    }

    private Descriptions descriptions(SecurityContext user) {
        return new Descriptions(
                properties.getShowPaths().isShown(user, properties.getRoles()),
                properties.getShowDetails().isShown(user, properties.getRoles()));
    }
}
