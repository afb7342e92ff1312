package io.fastmigrate.spring.internal.jpa;

import io.fastmigrate.spring.SqliteDialect;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.dialect.internal.DialectResolverInitiator;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolver;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Lets Hibernate take {@link SqliteDialect} where it meets SQLite and no dialect is named. A resolver that is merely found
 * would stand beside that of Hibernate's community dialects, and the order of the class path would decide.
 */
public class SqliteDialectContributor implements ServiceContributor {

    private static final String COMMUNITY_DIALECT = "org.hibernate.community.dialect.SQLiteDialect";

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        if (ClassUtils.isPresent(COMMUNITY_DIALECT, SqliteDialectContributor.class.getClassLoader())) {
            builder.addInitiator(new Initiator());
        }
    }

    private static final class Initiator implements StandardServiceInitiator<DialectResolver> {

        @Override
        public Class<DialectResolver> getServiceInitiated() {
            return DialectResolver.class;
        }

        @Override
        public DialectResolver initiateService(Map<String, Object> configuration, ServiceRegistryImplementor registry) {
            return new Resolver(DialectResolverInitiator.INSTANCE.initiateService(configuration, registry));
        }
    }

    private record Resolver(DialectResolver others) implements DialectResolver {

        @Override
        public @Nullable Dialect resolveDialect(DialectResolutionInfo info) {
            return "SQLite".equals(info.getDatabaseName()) ? new SqliteDialect(info) : others.resolveDialect(info);
        }
    }
}
