package io.fastmigrate.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTextTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "x.db,x.db",
                "./x//y.db,x/y.db",
                "x/./y/,x/y",
                "/x//y,/x/y",
                "//x/y,//x/y",
                "///x/y,/x/y",
                "/,/",
                "..//x,../x",
                "a/../b,a/../b",
                ".,.",
                "./-v,-v",
                "ü b/$(x).db,ü b/$(x).db",
            })
    void tidiesAsPythonDoes(String given, String shown) {
        assertThat(PathText.tidy(given)).isEqualTo(shown);
    }

    @Test
    void joinsWithoutADotForTheWorkingDirectory() {
        assertThat(PathText.join(".", "0001-a.sql")).isEqualTo("0001-a.sql");
        assertThat(PathText.join("m/", "0001-a.sql")).isEqualTo("m/0001-a.sql");
    }
}
