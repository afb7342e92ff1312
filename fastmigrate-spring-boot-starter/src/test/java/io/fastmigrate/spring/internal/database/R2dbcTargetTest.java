package io.fastmigrate.spring.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDBC URL that follows from an R2DBC URL. */
class R2dbcTargetTest {

    @ParameterizedTest
    @CsvSource({
        "r2dbc:mysql://ada:hush@db.example:3307/shop, jdbc:mysql://db.example:3307/shop",
        "r2dbc:mysql://db.example/shop%20a?sslMode=required, jdbc:mysql://db.example/shop%20a?sslMode=required",
        "r2dbc:pool:mysql://ada@db.example/shop?maxSize=2, jdbc:mysql://db.example/shop",
        "r2dbc:mariadb://db.example/shop?sslMode=verify-full, jdbc:mariadb://db.example/shop?sslMode=verify-full",
        "r2dbc:postgres://db.example/shop?schema=s, jdbc:postgresql://db.example/shop?currentSchema=s",
        "r2dbcs:postgresql://db.example/shop, jdbc:postgresql://db.example/shop?sslmode=verify-full",
        "r2dbc:h2:mem:///shop, jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
    })
    void namesTheSameDatabase(String reactive, String jdbc) {
        assertThat(R2dbcTarget.url(ConnectionFactoryOptions.parse(reactive))).isEqualTo(jdbc);
    }
}
