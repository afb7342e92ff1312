package io.fastmigrate.internal.jdbc.error;

import io.fastmigrate.internal.jdbc.connection.Blockers;
import io.fastmigrate.internal.jdbc.connection.Db;
import io.fastmigrate.internal.jdbc.connection.Dialect.Purpose;
import io.fastmigrate.internal.jdbc.connection.JdbcSource;
import io.fastmigrate.internal.jdbc.connection.Rows;
import io.fastmigrate.internal.pool.Loan;
import io.fastmigrate.internal.waiting.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells, while a statement waits that has no lock timeout, which sessions it waits for. It asks on a second connection, after the
 * first second; a pool's connections are the application's, so that none is taken there.
 */
public final class BlockerWatch {

    /** Watches nothing. */
    public static final BlockerWatch NONE = new BlockerWatch();

    private static final long EVERY_MILLIS = 1_000;

    private final CountDownLatch over = new CountDownLatch(1);
    private Optional<Thread> thread = Optional.empty();

    private BlockerWatch() {}

    /** Watches the session of a connection, until it is closed. */
    static BlockerWatch start(JdbcSource source, Db db, Waiting waiting) throws SQLException {
        Optional<String> query =
                source.isDataSource() ? Optional.empty() : db.dialect().waitedForBy();
        Optional<String> session =
                query.isEmpty() ? Optional.empty() : db.dialect().sessionId(db.jdbc());
        if (session.isEmpty()) {
            return NONE;
        }
        BlockerWatch watch = new BlockerWatch();
        Thread thread = new Thread(
                () -> watch.watch(source, db, waiting, new Question(query.orElseThrow(), session.get())),
                "fastmigrate-blocker-watch");
        thread.setDaemon(true);
        watch.thread = Optional.of(thread);
        thread.start();
        return watch;
    }

    private record Question(String query, String session) {}

    private void watch(JdbcSource source, Db db, Waiting waiting, Question question) {
        long began = System.nanoTime();
        try {
            if (isOverSoon()) {
                return;
            }
            try (Loan loan = source.connect(
                    db.dialect().properties(source.access(), Purpose.READ), db.dialect()::category, one -> one)) {
                do {
                    List<Blockers.Session> sessions =
                            Rows.all(loan.jdbc(), 2, question.query(), question.session()).stream()
                                    .map(row -> new Blockers.Session(row.get(0), row.get(1)))
                                    .toList();
                    if (!sessions.isEmpty()) {
                        Blockers blockers = new Blockers(sessions, Blockers.Kind.CERTAIN);
                        waiting.listener()
                                .waiting(
                                        Duration.ofNanos(System.nanoTime() - began),
                                        Optional.of(blockers.cleaned(source.secrets()::clean)
                                                .holder()));
                    }
                } while (!isOverSoon());
            }
        } catch (SQLException e) {
            return; // the statement waits on, and no one is named
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOverSoon() throws InterruptedException {
        return over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends it: when this returns, no one is told any more. */
    public void close() {
        over.countDown();
        try {
            if (thread.isPresent()) {
                thread.get().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
