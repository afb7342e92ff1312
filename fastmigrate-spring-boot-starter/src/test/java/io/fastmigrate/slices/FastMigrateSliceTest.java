package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.test.FastMigrateTest;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@JdbcTest
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@FastMigrateTest(migrations = "classpath:slices")
class FastMigrateSliceTest {

    @RepeatedTest(2)
    void aSliceNeedsNoRollBack(@Autowired JdbcClient jdbc) {
        assertThat(jdbc.sql("SELECT count(*) FROM book").query(Integer.class).single())
                .isEqualTo(1);
        jdbc.sql("INSERT INTO book (title) VALUES ('Emma')").update();
        assertThat(jdbc.sql("SELECT count(*) FROM book").query(Integer.class).single())
                .isEqualTo(2);
    }
}
