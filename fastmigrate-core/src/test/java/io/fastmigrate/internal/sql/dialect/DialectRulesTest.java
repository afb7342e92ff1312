package io.fastmigrate.internal.sql.dialect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fastmigrate.error.InvalidScriptException;
import io.fastmigrate.internal.sql.token.SqlDialect;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "H2         | SHUTDOWN                                | SHUTDOWN ends the database",
                "MYSQL      | SHUTDOWN WAIT FOR ALL SLAVES            | SHUTDOWN ends the database",
                "MYSQL      | XA START 'x'                            | a transaction in two phases",
                "POSTGRESQL | PREPARE TRANSACTION 'x'                 | a transaction in two phases",
                "MYSQL      | SET SESSION completion_type = 'CHAIN'   | with completion_type",
                "MYSQL      | /*!40101 SET completion_type = CHAIN */ | with completion_type",
                "MYSQL      | SET NAMES latin1                        | scripts are sent as UTF-8",
                "MYSQL      | /*!40101 SET NAMES latin1 */            | scripts are sent as UTF-8",
                "POSTGRESQL | SET client_encoding = 'LATIN1'          | scripts are sent as UTF-8",
                "POSTGRESQL | COMMIT AND CHAIN                        | AND CHAIN starts a transaction"
            })
    void saysWhyAStatementIsForbidden(SqlDialect dialect, String statement, String why) {
        DialectRules rules = DialectRules.of(dialect, dialect != SqlDialect.POSTGRESQL, 15);
        byte[] script = ("SELECT 1;\n" + statement + ";").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> DialectAnalysis.of(new ByteArrayInputStream(script), "1-a.sql", rules))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageStartingWith("1-a.sql:2:1: " + why);
    }
}
