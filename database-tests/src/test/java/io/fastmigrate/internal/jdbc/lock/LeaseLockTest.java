package io.fastmigrate.internal.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.error.LockTimeoutException;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect;
import io.fastmigrate.internal.jdbc.connection.JdbcAccess;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.MigrationLock;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.jdbc.error.JdbcErrors;
import io.fastmigrate.internal.jdbc.h2.H2Dialect;
import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.port.StepFailedException;
import io.fastmigrate.internal.waiting.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseLockTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private String url;

    @SuppressWarnings("NullAway") // set before each test
    LeaseLockTest() {}

    @BeforeEach
    void name() {
        url = "jdbc:h2:" + directory.resolve("db") + ";DB_CLOSE_DELAY=-1";
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private JdbcSource source() {
        return JdbcSource.of(url, new JdbcAccess(null, null, null, Duration.ZERO));
    }

    private MigrationLock acquire(Connection connection, Duration patience) throws SQLException {
        return acquire(connection, patience, new CompletableFuture<>());
    }

    private MigrationLock acquire(Connection connection, Duration patience, CompletableFuture<Void> waits)
            throws SQLException {
        JdbcSource source = source();
        Dialect dialect = new H2Dialect();
        return LeaseLock.acquire(
                Db.of(Loan.own(connection), dialect, null, source),
                "the database",
                new JdbcErrors(source, dialect),
                new Waiting(patience, (waited, holder) -> waits.complete(null)),
                LEASE);
    }

    @Test
    void isHadByOneAndNamesWhoHasIt() throws Exception {
        try (MigrationLock first = acquire(connect(), Duration.ZERO)) {
            first.check();
            LockTimeoutException failure =
                    catchThrowableOfType(LockTimeoutException.class, () -> acquire(connect(), LEASE.multipliedBy(3)));
            assertThat(failure.holder())
                    .hasValueSatisfying(who -> assertThat(who)
                            .contains("process " + ProcessHandle.current().pid()));
            first.check();
        }
        acquire(connect(), Duration.ZERO).close();
    }

    @Test
    void isTakenOverFromOneThatNoLongerRenewsIt() throws Exception {
        Connection killed = connect();
        MigrationLock first = acquire(killed, Duration.ZERO);
        killed.close();
        long began = System.nanoTime();
        try (MigrationLock second = acquire(connect(), Duration.ofSeconds(30))) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(LEASE);
            second.check();
            assertThatThrownBy(first::check).isInstanceOf(StepFailedException.class);
        }
        try (Connection connection = connect()) {
            assertThat(Rows.text(connection, "SELECT token FROM _fastmigrate_lock"))
                    .hasValue("2");
        }
    }

    @Test
    void letsNoTransactionBeginOnceItIsTakenOver() throws Exception {
        Connection killed = connect();
        MigrationLock first = acquire(killed, Duration.ZERO);
        killed.close();
        try (MigrationLock second = acquire(connect(), Duration.ofSeconds(30));
                Db work = Db.of(Loan.own(connect()), new H2Dialect(), null, source())) {
            work.guard(first);
            assertThatThrownBy(() -> work.begin(List.of())).isInstanceOf(StepFailedException.class);
            work.rollBackQuietly();
            work.guard(second);
            work.begin(List.of());
            work.commit();
        }
    }

    @Test
    void isNotTakenOverInTheMiddleOfItsTransaction() throws Exception {
        Connection killed = connect();
        MigrationLock first = acquire(killed, Duration.ZERO);
        try (Db work = Db.of(Loan.own(connect()), new H2Dialect(), null, source())) {
            work.guard(first);
            work.begin(List.of());
            killed.close();
            assertThatThrownBy(() -> acquire(connect(), LEASE.multipliedBy(4)))
                    .isInstanceOf(LockTimeoutException.class);
            work.commit();
        }
        acquire(connect(), Duration.ofSeconds(30)).close();
    }

    /** Whoever comes then has it at once, with a token that keeps the holder of before out. */
    @Test
    void isLostByItsHolderWhenItsRowIsDeleted() throws Exception {
        try (MigrationLock first = acquire(connect(), Duration.ZERO);
                Connection person = connect();
                Db work = Db.of(Loan.own(connect()), new H2Dialect(), null, source())) {
            Rows.run(person, "DELETE FROM _fastmigrate_lock");
            try (MigrationLock second = acquire(connect(), Duration.ZERO)) {
                work.guard(first);
                assertThatThrownBy(() -> work.begin(List.of()))
                        .isInstanceOf(StepFailedException.class)
                        .hasMessageContaining("changed or deleted");
                work.rollBackQuietly();
                work.guard(second);
                work.begin(List.of());
                work.commit();
                second.check();
            }
        }
    }

    /** The row, or its whole table, is made again by who waits for it. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM _fastmigrate_lock", "DROP TABLE _fastmigrate_lock"})
    void isHadByWhoWaitsWhenItsRowIsDeleted(String deletion) throws Exception {
        MigrationLock first = acquire(connect(), Duration.ZERO);
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                acquire(connect(), Duration.ofSeconds(30), waiting).close();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
        CompletableFuture.anyOf(waiting, second).join();
        assertThat(second).isNotDone();
        try (Connection person = connect()) {
            Rows.run(person, deletion);
        }
        second.join();
        first.close();
    }

    @Test
    void isHadByEachOfManyInTurn() throws Exception {
        int[] inside = new int[1];
        CompletableFuture<?>[] processes = new CompletableFuture<?>[8];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = CompletableFuture.runAsync(() -> {
                try (MigrationLock lock = acquire(connect(), Duration.ofSeconds(60))) {
                    lock.check();
                    int before = inside[0];
                    lock.check();
                    inside[0] = before + 1;
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
        }
        CompletableFuture.allOf(processes).join();
        assertThat(inside[0]).isEqualTo(processes.length);
    }
}
