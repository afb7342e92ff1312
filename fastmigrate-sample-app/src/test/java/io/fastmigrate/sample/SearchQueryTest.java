package io.fastmigrate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sqlite|\"sqlite\"*",
                "table rebuild|\"table\" \"rebuild\"*",
                "NOT (a OR b)|\"NOT\" \"a\" \"OR\" \"b\"*",
                "say \"hi\"|\"say\" \"hi\"*",
                "title:x^2|\"title\" \"x\" \"2\"*",
                "c++|\"c\"*",
                "überall|\"überall\"*"
            })
    void quotesEachWord(String typed, String expected) {
        assertThat(SearchQuery.of(typed)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "\"", "\"\"\"", "()", "-", "\u0000", "';--"})
    void isEmptyWithoutLettersAndDigits(String typed) {
        assertThat(SearchQuery.of(typed)).isEmpty();
    }

    @Test
    void cutsWhatNoOneTypes() {
        assertThat(SearchQuery.of("x".repeat(100_000)).orElseThrow()).hasSize(203);
    }
}
