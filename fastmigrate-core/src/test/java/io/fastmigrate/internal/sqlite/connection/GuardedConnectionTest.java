package io.fastmigrate.internal.sqlite.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fastmigrate.internal.pool.GuardedConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteException;

class GuardedConnectionTest {

    private Connection connection;
    private Connection guarded;

    GuardedConnectionTest() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        guarded = GuardedConnection.of(connection);
    }

    @BeforeEach
    void begin() throws SQLException {
        Sql.run(connection, "CREATE TABLE t (a); BEGIN; INSERT INTO t VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void refusesWhateverEndsTheTransaction() throws SQLException {
        refuses(() -> guarded.commit());
        refuses(() -> guarded.rollback());
        refuses(() -> guarded.setAutoCommit(true));
        refuses(() -> guarded.setAutoCommit(false));
        refuses(() -> guarded.abort(Runnable::run));
        Sql.run(connection, "ROLLBACK");
        assertThat(Sql.string(connection, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    private static void refuses(ThrowingCallable call) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(call)
                .withMessageContaining("its transaction also contains its version");
    }

    @Test
    void staysOpenAndSaysThatItIsInATransaction() throws SQLException {
        guarded.close();
        assertThat(guarded.isClosed()).isFalse();
        assertThat(guarded.getAutoCommit()).isFalse();
    }

    @Test
    void canGoBackToASavepoint() throws SQLException {
        Savepoint savepoint = guarded.setSavepoint();
        Sql.run(guarded, "INSERT INTO t VALUES (2)");
        guarded.rollback(savepoint);
        assertThat(Sql.string(guarded, "SELECT group_concat(a) FROM t")).isEqualTo("1");
    }

    @Test
    void throwsWhatTheDriverThrows() {
        assertThatExceptionOfType(SQLiteException.class).isThrownBy(() -> guarded.prepareStatement("nonsense"));
    }
}
