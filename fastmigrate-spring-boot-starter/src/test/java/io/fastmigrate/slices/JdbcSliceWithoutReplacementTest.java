package io.fastmigrate.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@JdbcTest(properties = "fastmigrate.migrations=classpath:slices")
@AutoConfigureTestDatabase(replace = Replace.NONE)
class JdbcSliceWithoutReplacementTest {

    @TempDir
    private static Path directory;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("fastmigrate.db", () -> directory.resolve("chosen.db").toString());
    }

    @Test
    void migratesTheDatabaseThatTheTestChose() {
        assertThat(jdbc.sql("SELECT title FROM book").query(String.class).single())
                .isEqualTo("Walden");
        assertThat(directory.resolve("chosen.db")).isRegularFile();
    }
}
