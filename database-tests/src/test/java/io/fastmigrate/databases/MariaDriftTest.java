package io.fastmigrate.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class MariaDriftTest extends ServerDriftTest {

    MariaDriftTest() {
        super("maria");
    }

    static Stream<Arguments> changes() throws IOException {
        return rows("maria");
    }

    @Override
    String changeOfSettings() {
        return "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    @Override
    String newDatabase() throws Exception {
        return Servers.maria();
    }

    @Test
    void hasEnoughKindsOfChanges() throws IOException {
        assertThat(changes()).hasSizeGreaterThanOrEqualTo(40);
    }
}
