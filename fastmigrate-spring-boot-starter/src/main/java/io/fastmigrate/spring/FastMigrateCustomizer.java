package io.fastmigrate.spring;

import io.fastmigrate.FastMigrateBuilder;

/**
 * A bean that changes the builder of the auto-configured {@link io.fastmigrate.FastMigrate} after the properties have
 * been applied to it. Several are called in the order of their {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface FastMigrateCustomizer {

    /** Changes the builder; what it sets wins over the properties. */
    void customize(FastMigrateBuilder builder);
}
