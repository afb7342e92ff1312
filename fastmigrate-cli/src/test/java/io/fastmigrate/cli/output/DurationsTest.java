package io.fastmigrate.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h,3600000", "7,7000", " 2 S ,2000", "0,0"})
    void readsWhatPeopleWrite(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1s", "1.5s", "1d", "99999999999s"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesWhatPeopleRead() {
        assertThat(Durations.text(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Durations.text(Duration.ofMillis(3456))).isEqualTo("3.4 s");
        assertThat(Durations.text(Duration.ofMillis(59_999))).isEqualTo("59.9 s");
        assertThat(Durations.text(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    }
}
