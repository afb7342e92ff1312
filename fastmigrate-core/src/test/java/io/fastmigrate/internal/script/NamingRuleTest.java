package io.fastmigrate.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.fastmigrate.Script;
import io.fastmigrate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0007-add-tags.sql",
                "0007-.sql",
                "0007-a.b.sql",
                "0007-.py.sql",
                "0007-caf\u00e9 $(x).sql",
                "0007--.sql"
            })
    void takesFourDigitsAHyphenAndAnExtension(String name) {
        assertThat(NamingRule.parse(name)).contains(new NamingRule.Parsed(new Version(7), Script.Kind.SQL));
        assertThat(NamingRule.misnamed("x" + name, "x")).isEmpty();
    }

    @Test
    void knowsTheKindByTheExtension() {
        assertThat(NamingRule.parse("0001-a.py")).contains(new NamingRule.Parsed(new Version(1), Script.Kind.PYTHON));
        assertThat(NamingRule.parse("9999-a.sh")).contains(new NamingRule.Parsed(new Version(9999), Script.Kind.SHELL));
        assertThat(NamingRule.parse("0001-a.java")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-a.sql",
                "0001_a.sql",
                "0001-a.SQL",
                "0001.sql",
                "00001-a.sql",
                "0001 -a.sql",
                "V1__a.sql",
                "v2.1__b.SQL",
                "R__view.sql",
                "U1__undo.sql",
                "20240101120000_init.sql",
                "0001a.py",
                "12-x.Sh",
                "\u0660\u0660\u0660\u0661-x.sql",
                "\u06f0\u06f0\u06f0\u06f1-x.sql",
                "V\u0661__x.sql",
                " 0001-x.sql"
            })
    void warnsOfWhatLooksMeant(String name) {
        assertThat(NamingRule.parse(name)).isEmpty();
        assertThat(NamingRule.misnamed(name, "dir/" + name))
                .hasValueSatisfying(warning -> assertThat(warning.message()).contains("dir/" + name, "four digits"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.py",
                "README.md",
                "README.sql",
                "0001-a.sql.bak",
                "0001-a.sql~",
                ".0001-a.sql.swp",
                "0001-a.txt",
                "",
                "-",
                "sql",
                "__init__.py",
                "\u0660\u0660\u0660\u0661-a.txt",
                "run.sh",
                "helpers.py",
                "0001-sql"
            })
    void saysNothingOfOtherFiles(String name) {
        assertThat(NamingRule.parse(name)).isEmpty();
        assertThat(NamingRule.misnamed(name, name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-a\nb.sql",
                "0001-a\r.sql",
                "\n0001-a.sql",
                "0001-a\u2028b.sql",
                "0001-\u0085.sql",
                "0001-\u001b[31m.sh"
            })
    void warnsInOneLineOfANameThatWouldBreakALog(String name) {
        assertThat(NamingRule.parse(name)).isEmpty();
        assertThat(NamingRule.misnamed(name, "dir/" + name))
                .hasValueSatisfying(warning -> assertThat(warning.message())
                        .startsWith("dir/")
                        .containsPattern("u[0-9a-f]{4}")
                        .contains("four digits")
                        .doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0660\u0660\u0660\u0661-a.sql", "0001\u2010a.sql", "0001-a\n.sql"})
    void takesNoLookalikes(String name) {
        assertThat(NamingRule.parse(name)).isEmpty();
    }
}
