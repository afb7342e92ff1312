package io.fastmigrate.spring.autoconfigure;

import io.fastmigrate.spring.internal.ConnectionDetailsReader;
import io.fastmigrate.spring.internal.JdbcTarget;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/** The connection details of {@code fastmigrate.db} on Spring Boot 3.5, and those of others. */
@AutoConfiguration(
        before = DataSourceAutoConfiguration.class,
        afterName = "io.fastmigrate.spring.autoconfigure.FastMigrateDataSourceAutoConfiguration")
@ConditionalOnClass(JdbcConnectionDetails.class)
public final class SpringBoot3DataSourceAutoConfiguration {

    @Bean
    @ConditionalOnBean(JdbcTarget.class)
    JdbcConnectionDetails fastMigrateJdbcConnectionDetails(JdbcTarget target) {
        return new Details(target);
    }

    @Bean
    static ConnectionDetailsReader fastMigrateConnectionDetailsReader() {
        return SpringBoot3DataSourceAutoConfiguration::read;
    }

    private static @Nullable JdbcTarget read(ListableBeanFactory beans) {
        return JdbcTarget.read(
                beans,
                JdbcConnectionDetails.class,
                details -> new JdbcTarget(
                        details.getJdbcUrl(),
                        details.getUsername(),
                        details.getPassword(),
                        details.getDriverClassName()));
    }

    private record Details(JdbcTarget target) implements JdbcConnectionDetails {

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
        public @Nullable String getDriverClassName() {
            return target.driverClassName();
        }
    }
}
