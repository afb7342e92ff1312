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
    String newDatabase() throws Exception {
        return Servers.maria();
    }

    @Test
    void hasEnoughKindsOfChanges() throws IOException {
        assertThat(changes()).hasSizeGreaterThanOrEqualTo(40);
    }
}
