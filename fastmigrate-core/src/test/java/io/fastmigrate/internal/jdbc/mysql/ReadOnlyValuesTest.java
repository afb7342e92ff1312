package io.fastmigrate.internal.jdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadOnlyValuesTest {

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "OFF,false", "off,false", "ON,true", "NO_LOCK,true", "NO_LOCK_NO_ADMIN,true"})
    void readsWhatEveryVersionOfMariaDbAnswers(String value, boolean readOnly) {
        assertThat(MySqlDialect.meansReadOnly(value)).isEqualTo(readOnly);
    }
}
