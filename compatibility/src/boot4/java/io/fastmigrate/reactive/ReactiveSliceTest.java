package io.fastmigrate.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;
import org.springframework.r2dbc.core.DatabaseClient;

@DataR2dbcTest(properties = "spring.config.name=reactive")
class ReactiveSliceTest {

    @Test
    void migrates(@Autowired DatabaseClient client) {
        assertThat(client.sql("SELECT name FROM fruit")
                        .map(row -> row.get(0, String.class))
                        .one()
                        .block())
                .isEqualTo("fig");
    }
}
