package io.fastmigrate.internal.sqlite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JavaTransactionTest {

    private static final String LONG = "INSERT INTO t VALUES ('some words');\n".repeat(1000);

    @Test
    void checksALongTextOfAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatCode(() -> JavaTransaction.check(LONG)).doesNotThrowAnyException();
            assertThatThrownBy(() -> JavaTransaction.check(LONG + "COMMIT")).isInstanceOf(SQLException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void checksWhatStandsBeforeAQuoteThatIsNeverClosed() {
        assertThatThrownBy(() -> JavaTransaction.check("COMMIT; SELECT 'x")).isInstanceOf(SQLException.class);
        assertThatCode(() -> JavaTransaction.check("SELECT 'x")).doesNotThrowAnyException();
    }
}
