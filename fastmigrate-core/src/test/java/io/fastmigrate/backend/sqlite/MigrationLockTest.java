package io.fastmigrate.backend.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fastmigrate.Sandbox;
import io.fastmigrate.backend.Waiting;
import io.fastmigrate.model.LockTimeoutException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationLockTest {

    @TempDir
    Path directory;

    private static Waiting upTo(Duration timeout) {
        return new Waiting(timeout, (waited, holder) -> {});
    }

    private Path database() {
        return directory.resolve("app.db");
    }

    private static void acquireAndRelease(Path database, Duration timeout) throws InterruptedException {
        MigrationLock.acquire(database, upTo(timeout)).close();
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        MigrationLock lock = MigrationLock.acquire(database(), upTo(Duration.ZERO));
        assertThat(Sandbox.names(directory)).containsExactly("app.db.fastmigrate.lock");
        lock.close();
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void isHeldByOneOfManyThreadsAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try {
            Future<?>[] all = new Future<?>[8];
            for (int i = 0; i < all.length; i++) {
                all[i] = threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        MigrationLock lock = MigrationLock.acquire(database(), upTo(Duration.ofMinutes(1)));
                        try (lock) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                        }
                    }
                    return null;
                });
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void saysThatThisProcessHoldsIt() throws Exception {
        MigrationLock lock = MigrationLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            LockTimeoutException error = catchThrowableOfType(
                    LockTimeoutException.class, () -> acquireAndRelease(database(), Duration.ofMillis(50)));
            assertThat(error.holder()).contains("this process");
            assertThat(error.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
        acquireAndRelease(database(), Duration.ZERO);
    }

    @Test
    void fileThatWasLeftBehindBlocksNobody() throws Exception {
        Files.writeString(directory.resolve("app.db.fastmigrate.lock"), "process 1 on gone, started long ago");
        acquireAndRelease(database(), Duration.ZERO);
        assertThat(Sandbox.names(directory)).isEmpty();
    }

    @Test
    void waitingEndsWithAnInterrupt() throws Exception {
        MigrationLock lock = MigrationLock.acquire(database(), upTo(Duration.ZERO));
        try (lock) {
            Thread.currentThread().interrupt();
            assertThat(catchThrowableOfType(
                            InterruptedException.class, () -> acquireAndRelease(database(), Duration.ofMinutes(1))))
                    .isNotNull();
        }
    }

    @Test
    void otherProcessKeepsUsOutIsNamedAndItsDeathLetsUsIn() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        database().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("locked");
            LockTimeoutException error = catchThrowableOfType(
                    LockTimeoutException.class, () -> acquireAndRelease(database(), Duration.ofMillis(100)));
            assertThat(error.holder()).hasValueSatisfying(who -> assertThat(who).contains("process " + holder.pid()));
            assertThat(error).hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
        }
        acquireAndRelease(database(), Duration.ofSeconds(30));
    }

    /** Holds the lock until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            MigrationLock.acquire(Path.of(arguments[0]), upTo(Duration.ZERO));
            System.out.println("locked");
            System.in.read();
            Thread.currentThread().join();
        }
    }
}
