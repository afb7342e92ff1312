package io.fastmigrate.spring.internal;

/** Names of Spring Boot's classes that are elsewhere in version 4 than in 3.5: both, for there is one starter. */
public final class SpringBootNames {

    public static final String DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
    public static final String DATA_SOURCE_3 =
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration";

    public static final String JNDI_DATA_SOURCE =
            "org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration";
    public static final String JNDI_DATA_SOURCE_3 =
            "org.springframework.boot.autoconfigure.jdbc.JndiDataSourceAutoConfiguration";

    public static final String XA_DATA_SOURCE =
            "org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration";
    public static final String XA_DATA_SOURCE_3 =
            "org.springframework.boot.autoconfigure.jdbc.XADataSourceAutoConfiguration";

    public static final String CONNECTION_DETAILS = "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails";
    public static final String CONNECTION_DETAILS_3 =
            "org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails";

    public static final String R2DBC = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";
    public static final String R2DBC_3 = "org.springframework.boot.autoconfigure.r2dbc.R2dbcAutoConfiguration";
    public static final String R2DBC_FACTORY = "io.r2dbc.spi.ConnectionFactory";

    public static final String HEALTH_REGISTRY_3 = "org.springframework.boot.actuate.health.HealthContributorRegistry";

    private SpringBootNames() {}
}
