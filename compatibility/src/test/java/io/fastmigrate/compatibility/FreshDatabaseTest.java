package io.fastmigrate.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.FastMigrate;
import io.fastmigrate.test.AtVersion;
import io.fastmigrate.test.FastMigrateTest;
import io.fastmigrate.test.MigrationsVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@FastMigrateTest
class FreshDatabaseTest {

    @Autowired
    private Books books;

    @RepeatedTest(2)
    void eachTestHasItsOwn(Path file) {
        assertThat(books.count()).isEqualTo(2);
        books.deleteAll();
        assertThat(file).isRegularFile();
        assertThat(Files.exists(Path.of("data/app.db"))).isFalse();
    }

    @Test
    @AtVersion(2)
    void migratesFromAVersion(@Autowired FastMigrate fastMigrate, @Autowired JdbcClient jdbc) {
        assertThat(jdbc.sql("SELECT count(*) FROM book").query(Integer.class).single())
                .isEqualTo(1);
        assertThat(fastMigrate.migrate().applied()).hasSize(2);
        assertThat(books.count()).isEqualTo(2);
    }

    @Test
    void theMigrationsAreSound() {
        MigrationsVerifier.verify("classpath:migrations");
    }
}
