package io.fastmigrate.spring;

/** Names of Spring Boot's classes that are elsewhere in version 4 than in 3.5: both, for there is one starter. */
final class SpringBootNames {

    static final String DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    static final String DATA_SOURCE_3 = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration";

    static final String JNDI_DATA_SOURCE =
            "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration";
    static final String JNDI_DATA_SOURCE_3 =
            "org.springframework.boot.autoconfigure.jdbc.JndiDataSourceAutoConfiguration";

    static final String XA_DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration";
    static final String XA_DATA_SOURCE_3 = "org.springframework.boot.autoconfigure.jdbc.XADataSourceAutoConfiguration";

    static final String CONNECTION_DETAILS = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";
    static final String CONNECTION_DETAILS_3 = "org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails";

    static final String R2DBC = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";
    static final String R2DBC_3 = "org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration";
    static final String R2DBC_FACTORY = "io.r2dbc.spi.ConnectionFactory";

    static final String HEALTH_REGISTRY_3 = "org.springframework.boot.actuate.health.HealthContributorRegistry";

    private SpringBootNames() {}
}
