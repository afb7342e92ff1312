package io.fastmigrate.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequiredBackendsTest {

    @Test
    void readsTheNamesBetweenCommas() {
        assertThat(RequiredBackends.of("h2, sqlite-file,,")).containsExactlyInAnyOrder("h2", "sqlite-file");
        assertThat(RequiredBackends.of(null)).isEmpty();
    }

    @Test
    void namesABackendByTheClassOfItsContract() {
        assertThat(RequiredBackends.name(SqliteFileContractTest.class)).isEqualTo("sqlite-file");
        assertThat(RequiredBackends.name(ConfigPyAsyncContractTest.class)).isEqualTo("config-py-async");
    }
}
