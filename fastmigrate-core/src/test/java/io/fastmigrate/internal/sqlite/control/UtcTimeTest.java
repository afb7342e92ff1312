package io.fastmigrate.internal.sqlite.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T23:59:59.123Z",
                "2024-02-29T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2026-01-31T23:59:59.123456Z",
                "2026-01-31T24:00:00Z",
                "0000-01-01T00:00:00Z",
                "+12026-01-31T23:59:59Z",
                "2026-01-31T23:59:59.1Z"
            })
    void readsWhatInstantReads(String text) {
        assertThat(UtcTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-01-31 23:59:59Z",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T23:60:00Z",
                "2026-0a-31T23:59:59Z",
                "2026-01-31T23:59:59,123Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> UtcTime.parse(text));
    }
}
