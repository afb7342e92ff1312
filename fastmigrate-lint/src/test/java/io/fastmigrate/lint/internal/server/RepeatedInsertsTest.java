package io.fastmigrate.lint.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedInsertsTest {

    private static final int LOOKED_AT = 1000;

    private final RepeatedInserts inserts = new RepeatedInserts();

    private void follow(int times, String statement) {
        for (int i = 0; i < times; i++) {
            assertThat(inserts.isOneMore(statement)).as("%d: %s", i, statement).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1, 'a')",
                "insert into public.t (a, \"b\") values (1, 'it''s'), (-2.5e3, NULL)",
                "INSERT INTO `t`(`a`) VALUES(default)"
            })
    void theOnesBehindTheFirstThousandNeedNotBeLookedAt(String insert) {
        follow(LOOKED_AT, insert);

        assertThat(inserts.isOneMore(insert)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (now())",
                "INSERT INTO t VALUES (1, 'a\\'b')",
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
                "INSERT INTO t VALUES (1, (SELECT 1))",
                "INSERT INTO t VALUES ('a' || 'b')",
                "INSERT INTO t VALUES (E'a')",
                "INSERT INTO t SELECT 1",
                "UPDATE t SET a = 1"
            })
    void othersAreLookedAt(String statement) {
        follow(LOOKED_AT + 10, statement);
    }

    @Test
    void oneThatIsOtherIsLookedAtAndTheCountBeginsAgain() {
        follow(LOOKED_AT, "INSERT INTO t VALUES (1)");

        assertThat(inserts.isOneMore("INSERT INTO t VALUES (now())")).isFalse();
        assertThat(inserts.isOneMore("INSERT INTO t VALUES (1)")).isFalse();
        follow(LOOKED_AT, "INSERT INTO u VALUES (1)");
        assertThat(inserts.isOneMore("INSERT INTO u VALUES (1)")).isTrue();
    }
}
