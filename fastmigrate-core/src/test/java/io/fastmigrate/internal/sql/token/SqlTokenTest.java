package io.fastmigrate.internal.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \t\n",
                "SELECT 1;",
                "CREATE TABLE \"a\"\"b\" (x /* ) */, [y;] -- end",
                "'never closed",
                "a /* never closed",
                "ä € 😀 x'00' 1e5.b ->> ::"
            })
    void tokensPutTogetherAgainAreTheText(String text) {
        assertThat(SqlToken.join(SqlToken.read(text))).isEqualTo(text);
    }

    @Test
    void everyTokenHasWhatStandsBeforeIt() {
        assertThat(SqlToken.read(" a -- x\n(b)/* y */"))
                .containsExactly(
                        new SqlToken(TokenType.WORD, " ", "a"),
                        new SqlToken(TokenType.OPEN, " -- x\n", "("),
                        new SqlToken(TokenType.WORD, "", "b"),
                        new SqlToken(TokenType.CLOSE, "", ")"),
                        new SqlToken(TokenType.SPACE, "/* y */", ""));
    }

    @Test
    void namesLoseTheirQuotes() {
        assertThat(SqlToken.read("a \"b\"\"c\" `d``e` [f\"\"g] 'h''i' 1 ( \"\""))
                .extracting(token -> token.name().orElse("none"))
                .isEqualTo(List.of("a", "b\"c", "d`e", "f\"\"g", "h'i", "none", "none", "", "none"));
    }

    @Test
    void aWordInQuotesIsNoKeyword() {
        assertThat(SqlToken.read("check \"check\"").stream().map(token -> token.isWord("CHECK")))
                .containsExactly(true, false, false);
    }
}
