package io.fastmigrate.internal.jdbc.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisabledEventsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "create or replace event if not exists e on schedule at now() do select 1 ~ create or replace event if not exists e on schedule at now() DISABLE do select 1",
                "CREATE DEFINER=`a`@`%` EVENT `do` ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 1 ~ CREATE DEFINER=`a`@`%` EVENT `do` ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "CREATE DEFINER = CURRENT_USER() EVENT enable ON SCHEDULE EVERY 1 DAY DO SELECT 1 ~ CREATE DEFINER = CURRENT_USER() EVENT enable ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'enable; do' DO SELECT 'ENABLE' ~ CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE COMMENT 'enable; do' DO SELECT 'ENABLE'",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE ON SLAVE DO SELECT 1 ~ CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
                "/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT e ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 1 */ ~ /*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 */",
                "ALTER EVENT e ENABLE ~ ALTER EVENT e DISABLE",
                "ALTER EVENT e ON SCHEDULE EVERY 2 DAY ENABLE DO SELECT 2 ~ ALTER EVENT e ON SCHEDULE EVERY 2 DAY DISABLE DO SELECT 2",
            })
    void leavesTheEventDisabled(String statement, String disabled) {
        assertThat(DisabledEvents.of(statement)).isEqualTo(disabled);
        assertThat(DisabledEvents.of(disabled)).isEqualTo(disabled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER EVENT e ON SCHEDULE EVERY 2 DAY",
                "ALTER EVENT e RENAME TO f",
                "DROP EVENT e",
                "CREATE TABLE event (enable INT)",
                "CREATE INDEX i ON event (enable)",
                "CREATE PROCEDURE event() ALTER EVENT e ENABLE",
                "INSERT INTO t VALUES ('CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1')",
                "/* CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1 */ SELECT 1",
            })
    void leavesOtherStatementsAsTheyAre(String statement) {
        assertThat(DisabledEvents.of(statement)).isEqualTo(statement);
        assertThat(new DisabledEvents().statement(statement, false)).isEqualTo(statement);
    }
}
