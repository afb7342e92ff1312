package io.fastmigrate.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.cli.problem.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IniTest {

    private static Ini parse(String text) {
        return Ini.parse(".fastmigrate", text);
    }

    private static String db(String text) {
        return parse(text).get("paths", "db").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db = a.db|a.db",
                "db=a.db|a.db",
                "DB: a.db|a.db",
                "Db : a = b.db|a = b.db",
                "db = a.db ; no comment|a.db ; no comment",
                "db = a.db # no comment|a.db # no comment",
                "db = 100%% x.db|100% x.db",
            })
    void readsASettingAsPythonDoes(String line, String value) {
        assertThat(db("[paths]\n" + line + "\n")).isEqualTo(value);
    }

    @Test
    void commentsEmptyLinesMarkAndLineEndsDoNotMatter() {
        assertThat(db("\ufeff# one\r\n; two\r\n\r\n[paths]\r\n  # three\r\n  db = a.db\r\n"))
                .isEqualTo("a.db");
    }

    @Test
    void settingsMayAllBeIndented() {
        Ini ini = parse("[paths]\n  db = a.db\n  migrations = m\n");

        assertThat(ini.get("paths", "db")).contains("a.db");
        assertThat(ini.get("paths", "migrations")).contains("m");
    }

    @Test
    void aDeeperLineGoesOnWithTheValue() {
        assertThat(db("[paths]\ndb = a\n  b\n")).isEqualTo("a\nb");
        assertThat(db("[paths]\ndb =\n  b\n")).isEqualTo("b");
    }

    @Test
    void aSectionWithoutTheKeyTakesItFromDefault() {
        assertThat(db("[DEFAULT]\ndb = a.db\n[paths]\n")).isEqualTo("a.db");
        assertThat(db("[DEFAULT]\ndb = a.db\n[paths]\ndb = b.db\n")).isEqualTo("b.db");
    }

    @Test
    void withoutTheSectionDefaultCountsForNothing() {
        assertThat(parse("[DEFAULT]\ndb = a.db\n").get("paths", "db")).isEmpty();
        assertThat(parse("").get("paths", "db")).isEmpty();
        assertThat(parse("[Paths]\ndb = a.db\n").get("paths", "db")).isEmpty();
    }

    @Test
    void aValueMayNameAnother() {
        assertThat(db("[paths]\nroot = /srv\ndb = %(ROOT)s/a.db\n")).isEqualTo("/srv/a.db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db = a|.fastmigrate, line 1: there is no section before \"db = ...\".",
                "[paths]~nonsense|.fastmigrate, line 2: \"nonsense\" is not a setting.",
                "[paths]~= a|.fastmigrate, line 2: \"= ...\" is not a setting.",
                "[paths]~db=a~DB=b|.fastmigrate, line 3: \"db\" occurs twice.",
                "[paths]~[paths]|.fastmigrate, line 2: the section [paths] occurs twice.",
                "[paths]~db = 5%|.fastmigrate, line 2: a single % is not allowed in the value of db.",
                "[paths]~db = %(no)s|.fastmigrate, line 2: %(no)s does not name a setting.",
                "[paths]~db = %(db)s|.fastmigrate, line 2: %(db)s refers to itself.",
            })
    void aBrokenFileIsAnErrorThatNamesTheLine(String text, String message) {
        assertThatThrownBy(() -> db(text.replace('~', '\n')))
                .isInstanceOf(Failure.class)
                .hasMessage(message);
    }
}
