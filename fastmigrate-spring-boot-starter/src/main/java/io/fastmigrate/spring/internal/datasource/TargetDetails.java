package io.fastmigrate.spring.internal.datasource;

import io.fastmigrate.spring.internal.JdbcTarget;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A {@link JdbcTarget} as Spring Boot 4 wants it. */
public record TargetDetails(JdbcTarget target) implements JdbcConnectionDetails {

    /** Returns where the details of a bean lead that are not made of properties; null without such a bean. */
    public static @Nullable JdbcTarget read(ListableBeanFactory beans) {
        return JdbcTarget.read(
                beans,
                JdbcConnectionDetails.class,
                details -> new JdbcTarget(
                        details.getJdbcUrl(),
                        details.getUsername(),
                        details.getPassword(),
                        details.getDriverClassName()));
    }

    @Override
    public String getJdbcUrl() {
        return target.url();
    }

    @Override
    public @Nullable String getUsername() {
        return target.username();
    }

    @Override
    public @Nullable String getPassword() {
        return target.password();
    }

    @Override
    public String getDriverClassName() {
        String named = target.driverClassName();
        return named != null ? named : JdbcConnectionDetails.super.getDriverClassName();
    }
}
