package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarkUrlTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS://SQLite.org/Lang.html, https://sqlite.org/Lang.html",
        "https://sqlite.org:443/a, https://sqlite.org/a",
        "http://sqlite.org:80, http://sqlite.org/",
        "http://sqlite.org:8080, http://sqlite.org:8080/",
        "https://example.org?q=A%20B#Top, https://example.org/?q=A%20B#Top",
        "https://bücher.example/ä, https://xn--bcher-kva.example/ä",
        "http://my_host/x, http://my_host/x",
        "http://[::1]:8080/x, http://[::1]:8080/x",
        "'  https://example.org/x  ', https://example.org/x"
    })
    void givesAnAddressItsOneSpelling(String typed, String expected) {
        assertThat(BookmarkUrl.normalise(typed)).isEqualTo(expected);
        assertThat(BookmarkUrl.normalise(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript://example.org/%0aalert(1)",
                "data:text/html,<script>alert(1)</script>",
                "file:///etc/passwd",
                "ftp://example.org/x",
                "example.org",
                "//example.org/x",
                "https://",
                "https:///x",
                "https://:80/",
                "https://user:secret@example.org/",
                "https://example.org:99999/",
                "https://example.org:port/",
                "https://exa mple.org/",
                "https://example.org/<script>",
                ""
            })
    void refusesWhatIsNoAddressOfAPage(String typed) {
        assertThatThrownBy(() -> BookmarkUrl.normalise(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> BookmarkUrl.normalise("https://example.org/" + "x".repeat(2000)))
                .hasMessageContaining("2000");
    }
}
