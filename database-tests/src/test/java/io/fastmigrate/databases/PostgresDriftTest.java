package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class PostgresDriftTest extends ServerDriftTest {

    PostgresDriftTest() {
        super("postgres");
    }

    static Stream<Arguments> changes() throws IOException {
        return rows("postgres");
    }

    @Override
    String changeOfSettings() {
        return "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_statistics_target = 200', current_database()); END $$";
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.postgres();
    }

    @Test
    void hasEnoughKindsOfChanges() throws IOException {
        assertThat(changes()).hasSizeGreaterThanOrEqualTo(40);
    }
}
