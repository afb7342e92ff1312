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

    private SpringBootNames() {}
}
